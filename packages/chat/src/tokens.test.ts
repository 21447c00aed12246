import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every token is used', () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  const sheets = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.css'));
  const used = new Set(sheets.flatMap((file) => read(file).match(/(?<=var\(\s*)--[\w-]+/g) ?? []));
  const tokens = read('tokens.css').match(/--[\w-]+(?=:)/g) ?? [];
  expect(tokens.length).toBeGreaterThan(0);
  expect(tokens.filter((token) => !used.has(token))).toEqual([]);
});
