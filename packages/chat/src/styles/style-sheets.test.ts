import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const styles = new URL('./', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, styles), 'utf8');
const sheets = readdirSync(styles).filter((file) => file.endsWith('.css'));

test('the entry has each sheet', () => {
  const imported = [...read('chat.css').matchAll(/@import "\.\/(.*?)"/g)].map(([, file]) => file);
  expect(imported.sort()).toEqual(sheets.filter((file) => file !== 'chat.css').sort());
});

test.each(sheets)('%s: what a finger has pressed does not stay lit', (file) => {
  const forAll = read(file).replace(/@media \(hover: hover\) \{.*?\n\}/gs, '');
  // On a touch screen this is the only way to see when a message was written.
  expect(forAll.match(/^.*:hover.*$/gm) ?? []).toEqual(
    file === 'message.css' ? ['.fd-row-within:where(:hover, :focus-within) > .fd-foot {'] : [],
  );
});

test('the lines of a table end with its last column', () => {
  const cells = read('markdown.css').match(/\.fd-block :is\(th, td\)[^{]*\{[^}]*\}/g) ?? [];
  const spaced = cells.filter((rule) => rule.includes('padding-inline-end'));
  expect(spaced).toEqual([expect.stringContaining('.fd-block :is(th, td):not(:last-child) {')]);
});

test('on paper there is all of a conversation, also of one that is longer than the window', () => {
  const [print = ''] = /@media print \{.*?\n\}/s.exec(read('media.css')) ?? [];
  for (const scrolled of ['.fd-chat', '.fd-body', '.fd-log-frame', '.fd-scroller']) expect(print).toContain(scrolled);
});
