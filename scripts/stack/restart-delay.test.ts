import { expect, it } from 'vitest';
import { restartDelayMs } from './restart-delay.mjs';

it('doubles up to half a minute', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 50].map(restartDelayMs);
  expect(delays).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
});
