import { expect, it } from 'vitest';
import { fileSize } from './file-size.ts';

it.each([
  [1, '1 byte'],
  [12, '12 bytes'],
  [1_000, '1 kB'],
  [2_600, '3 kB'],
  [999_700, '1.0 MB'],
  [1_240_000, '1.2 MB'],
])('%d bytes are %s', (bytes, shown) => {
  expect(fileSize(bytes)).toBe(shown);
});
