import { expect, test } from 'vitest';
import { fileSize } from './file-size.ts';

test.each([
  [78, 'en', '78 bytes'],
  [1, 'en', '1 byte'],
  [78, 'fr', '78 octets'],
  [12_300, 'en', '12 kB'],
  [999_499, 'en', '999 kB'],
  [999_500, 'en', '1 MB'],
  [2_340_000, 'de', '2,3 MB'],
  [9_960_000, 'en', '10 MB'],
])('%i in %s: %s', (bytes, language, text) => {
  expect(fileSize(bytes, language).replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(text);
});
