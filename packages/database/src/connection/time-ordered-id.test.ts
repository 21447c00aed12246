import { expect, it } from 'vitest';
import { timeOrderedId } from './time-ordered-id.ts';

it('is a UUID of version 7 that sorts by time', () => {
  const ids = [1, 2, 1_000, 1_764_000_000_000, 1_764_000_000_001].map(timeOrderedId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(Number.parseInt((ids[3] ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(1_764_000_000_000);
  expect(timeOrderedId(1)).not.toBe(timeOrderedId(1));
});
