import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

test.each(['chat.css', 'attachments.css'])('%s: what a finger has pressed does not stay lit', (file) => {
  const forAll = read(file).replace(/@media \(hover: hover\) \{.*?\n\}/gs, '');
  // On a touch screen this is the only way to see when a message was written.
  expect(forAll.match(/^.*:hover.*$/gm) ?? []).toEqual(
    file === 'chat.css' ? ['.fd-row-within:where(:hover, :focus-within) > .fd-foot {'] : [],
  );
});

test('the lines of a table end with its last column', () => {
  const cells = read('chat.css').match(/\.fd-block :is\(th, td\)[^{]*\{[^}]*\}/g) ?? [];
  const spaced = cells.filter((rule) => rule.includes('padding-inline-end'));
  expect(spaced).toEqual([expect.stringContaining('.fd-block :is(th, td):not(:last-child) {')]);
});

test('on paper there is all of a conversation, also of one that is longer than the window', () => {
  const [print = ''] = /@media print \{.*?\n\}/s.exec(read('chat.css')) ?? [];
  for (const scrolled of ['.fd-chat', '.fd-body', '.fd-log-frame', '.fd-scroller']) expect(print).toContain(scrolled);
});
