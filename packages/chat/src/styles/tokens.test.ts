import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every token is used', () => {
  const styles = new URL('./', import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, styles), 'utf8');
  const used = new Set(
    readdirSync(styles)
      .filter((file) => file.endsWith('.css'))
      .flatMap((file) => read(file).match(/(?<=var\(\s*)--[\w-]+/g) ?? []),
  );
  const tokens = read('tokens.css').match(/--[\w-]+(?=:)/g) ?? [];
  expect(tokens.length).toBeGreaterThan(0);
  expect(tokens.filter((token) => !used.has(token))).toEqual([]);
});
