import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('before the chat is there nothing turns for who wants no motion', () => {
  const sheet = readFileSync(new URL('frame.css', import.meta.url), 'utf8');
  const moving = /@media \(prefers-reduced-motion: no-preference\) \{.*?\n\}/gs;
  expect(sheet.match(moving)?.join()).toContain('animation:');
  expect(sheet.replace(moving, '')).not.toContain('animation:');
});
