import { expect, it } from 'vitest';
import { chart, dateAndTime, table } from './page-document.ts';

it('shows rows as a table, each word as text, and says which fell short', () => {
  const rows = [
    ['', 'a & b'],
    ['<one>', '<b>1</b>'],
    ['two', '2'],
  ];
  expect(table(rows, { kind: 'words', missed: [1] })).toBe(
    [
      '<div class="wide"><table class="words"><thead><tr><th scope="col"></th><th scope="col">a &#38; b</th></tr></thead><tbody>',
      '<tr><th scope="row">&#60;one&#62;</th><td>&#60;b&#62;1&#60;/b&#62;</td></tr>',
      '<tr class="missed"><th scope="row">two</th><td>2</td></tr></tbody></table></div>',
    ].join(''),
  );
});

it('has a chart under its title', () => {
  expect(chart('p99 < 2 s', '<svg/>')).toBe('<figure><figcaption>p99 &#60; 2 s</figcaption><svg/></figure>');
});

it('tells a moment to the minute', () => expect(dateAndTime('2026-01-02T03:04:05.000Z')).toBe('2026-01-02 03:04 UTC'));
