import { expect, test } from 'vitest';
import { closeOpenMarks } from './close-open-marks.ts';

test.each([
  ['nothing open', 'Plain **bold** and `code`.', 'Plain **bold** and `code`.'],
  ['bold', 'within **30 da', 'within **30 da**'],
  ['bold with a space behind', 'within **30 ', 'within **30**'],
  ['bold that just began', 'within **', 'within '],
  ['half of the closing mark', 'within **30 days*', 'within **30 days**'],
  ['code', 'run `npm sta', 'run `npm sta`'],
  ['code that just began', 'run `', 'run '],
  ['stars in code', 'run `a ** b` now', 'run `a ** b` now'],
  ['the text of a link', 'see [your ord', 'see your ord'],
  ['a link without its address', 'see [your orders]', 'see your orders'],
  ['half an address', 'see [your orders](https://shop.exam', 'see your orders'],
  ['a whole link', 'see [your orders](https://shop.example)', 'see [your orders](https://shop.example)'],
  ['an earlier block', 'a ** b\n\nand **c', 'a ** b\n\nand **c**'],
  ['a list', '- one\n- **two', '- one\n- **two**'],
  ['a code block', '```\na ** b\n[x', '```\na ** b\n[x'],
  ['a number that will be a list', 'Steps:\n\n1', 'Steps:\n\n'],
  ['an empty list item', '1. one\n2. ', '1. one\n'],
  ['a dash that would make a heading', 'Steps:\n-', 'Steps:\n'],
  ['a number in a line', 'within 30', 'within 30'],
  ['the head of a table', 'Days:\n\n| Item | Days |\n| --', 'Days:\n\n'],
  ['a table', '| a | b |\n| - | - |\n| 1', '| a | b |\n| - | - |\n| 1'],
  ['nothing', '', ''],
])('%s', (_name, text, closed) => {
  expect(closeOpenMarks(text)).toBe(closed);
});
