import { expect, it } from 'vitest';
import { isTitle } from './title-line.ts';

it.each(['Vaccinations', 'Opening hours', 'Food and drink:', 'What do you sell?', 'Preise'])(
  'takes %j for a title',
  (line) => {
    expect(isTitle(line)).toBe(true);
  },
);

it.each([
  'Cash only',
  'No dogs',
  'Closed in August',
  'We move in May',
  'Free parking',
  'Dogs £20',
  'Call 030 123',
  'Hurry up!',
  'The house of our family in the village',
  '–',
])('takes %j for text', (line) => {
  expect(isTitle(line)).toBe(false);
});
