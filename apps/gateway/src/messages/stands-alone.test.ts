import { expect, test } from 'vitest';
import { standsAlone } from './stands-alone.ts';

test.each(['Do you sell gift cards?', 'do you ship to Norway', 'Which plant is good for a dark bathroom?'])(
  '%j means the same wherever it is said',
  (text) => {
    expect(standsAlone(text)).toBe(true);
  },
);

test.each([
  'Yes',
  'No',
  'ok',
  'To Norway',
  'Size 38',
  'How much is it?',
  'And for children?',
  'What about the blue one?',
  'Ja',
  'Und was kostet das?',
  'Gibt es das auch in blau?',
  '¿Y cuánto cuesta?',
  '¿Y cuánto cuesta el otro?',
  'Et combien ça coûte ?',
  'А сколько это стоит тогда?',
  'それはいくらですか?',
])('%j may mean something else within a conversation', (text) => {
  expect(standsAlone(text)).toBe(false);
});
