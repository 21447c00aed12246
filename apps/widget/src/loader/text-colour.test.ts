import { accentColours } from '@frontdesk/chat/readable-colour';
import { expect, test } from 'vitest';
import { textColour } from './text-colour.ts';

test('the launcher and the chat agree on which colours carry white text', () => {
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  for (let red = 0; red < 256; red += 15)
    for (let green = 0; green < 256; green += 15)
      for (let blue = 0; blue < 256; blue += 15) {
        const colour = `#${hex(red)}${hex(green)}${hex(blue)}`;
        const white = accentColours(colour).onAccent === '#ffffff';
        expect([colour, textColour(colour)]).toEqual([colour, white ? '#fff' : '#000']);
      }
});
