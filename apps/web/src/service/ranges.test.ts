import { expect, test } from 'vitest';
import { rangeOf } from './ranges.ts';

const of = (query: string) => rangeOf(new URLSearchParams(query));

test('an address names a range', () => {
  expect(of('')).toMatchObject({ id: 'live', query: 'minutes=30', everyMs: 5_000 });
  expect(of('range=7d')).toMatchObject({ id: '7d', query: 'minutes=10080' });
  expect(of('range=nonsense')).toMatchObject({ id: 'live' });
  expect(of('from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z')).toEqual({
    ...{ id: 'custom', long: 'this time', everyMs: null },
    query: 'from=2026-03-01T00%3A00%3A00.000Z&to=2026-03-02T00%3A00%3A00.000Z',
  });
  expect(of('from=rubbish&to=2026-03-02T00:00:00.000Z').id).toBe('live');
  expect(of('from=2026-03-03T00:00:00.000Z&to=2026-03-02T00:00:00.000Z').id).toBe('live');
});
