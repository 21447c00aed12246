import { expect, test } from 'vitest';
import { WatchTime } from './watch-time.ts';

test('grows from look to look, and begins anew after a break', () => {
  const watched = new WatchTime(2_000);
  expect([100, 1_100, 3_100].map((atMs) => watched.look(atMs))).toEqual([0, 1_000, 3_000]);
  // The server was away, or only its network.
  expect([5_200, 6_200].map((atMs) => watched.look(atMs))).toEqual([0, 1_000]);
});

test('begins anew where another server, or a clock that was set, says much less than before', () => {
  const watched = new WatchTime(2_000);
  watched.look(60_000);
  expect(watched.look(50_000)).toBe(0);
  expect(watched.look(51_000)).toBe(1_000);
});
