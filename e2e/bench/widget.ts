// npm run bench:widget [-- --check]: what the widget costs a page and its customers, in headless Chromium.
//   --check   fails where more is needed than was promised
// Figures are in .bench/widget.json, the processes' logs in .bench/bench-widget.log.
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { type Stack, startStack } from '../stack/stack.ts';
import { keep, loadBefore, machine } from './command.ts';
import { markdownTable } from './markdown-table.ts';
import { type Figure, missesOf, rowsOf } from './widget/figures.ts';
import { measureFrame } from './widget/frame.ts';
import { measureLoader } from './widget/loader.ts';

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  // One after the other, each with the machine for itself.
  await report([...(await withStack((stack) => measureLoader({ stack, browser }))), ...(await measureFrame(browser))]);
} finally {
  await browser.close();
}

async function withStack<Result>(use: (stack: Stack) => Promise<Result>): Promise<Result> {
  const stack = await startStack({ name: 'bench-widget' });
  try {
    return await use(stack);
  } finally {
    await stack.stop();
  }
}

async function report(figures: readonly Figure[]): Promise<void> {
  console.log(markdownTable(rowsOf(figures)));
  const about = { at: new Date().toISOString(), machine, loadBefore };
  const file = await keep('widget.json', JSON.stringify({ ...about, figures }, null, 2));
  console.log(`\non ${machine}; written to ${file}`);
  const misses = missesOf(figures);
  for (const miss of misses) console.error(`falls short: ${miss}`);
  if (flags.check && misses.length > 0) process.exitCode = 1;
}
