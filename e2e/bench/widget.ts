// npm run bench:widget [-- --check]: what the widget costs a page and its customers, in headless Chromium.
//   --check   fails where more is needed than was promised
// Figures are in .bench/widget.json, the processes' logs in .bench/bench-widget.log.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { startStack } from '../stack/stack.ts';
import { markdownTable } from './markdown-table.ts';
import { type Figure, type Measure, missesOf, rowsOf } from './widget/figures.ts';
import { measureFrame } from './widget/frame.ts';
import { measureLoader } from './widget/loader.ts';

/** One after the other, each with the machine for itself. */
const measures: readonly Measure[] = [measureLoader, measureFrame];

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const [loadBefore = 0] = loadavg();
const stack = await startStack({ name: 'bench-widget' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const figures: Figure[] = [];
  for (const measure of measures) figures.push(...(await measure({ stack, browser })));
  await report(figures);
} finally {
  await browser.close();
  await stack.stop();
}

async function report(figures: readonly Figure[]): Promise<void> {
  console.log(markdownTable(rowsOf(figures)));
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  await mkdir('.bench', { recursive: true });
  const file = '.bench/widget.json';
  await writeFile(file, JSON.stringify({ at: new Date().toISOString(), machine, loadBefore, figures }, null, 2));
  console.log(`\non ${machine}; written to ${file}`);
  const misses = missesOf(figures);
  for (const miss of misses) console.error(`falls short: ${miss}`);
  if (flags.check && misses.length > 0) process.exitCode = 1;
}
