import { expect, it } from 'vitest';
import { drawTable } from './table.mjs';

it('draws a frame around two columns', () => {
  expect(
    drawTable([
      ['Demo shop', 'http://localhost:3000/demo'],
      ['Admin', 'x'],
    ]).join('\n'),
  ).toBe(
    [
      '┌───────────┬────────────────────────────┐',
      '│ Demo shop │ http://localhost:3000/demo │',
      '│ Admin     │ x                          │',
      '└───────────┴────────────────────────────┘',
    ].join('\n'),
  );
});
