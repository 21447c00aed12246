import { expect, it, vi } from 'vitest';
import { untilDone } from './until-done.ts';

it('does what fails again until it succeeds, and then only when it is asked for', async () => {
  let failures = 3;
  const work = vi.fn(async () => {
    if (failures-- > 0) throw new Error('away');
  });
  const onError = vi.fn();
  const { ask } = untilDone(work, onError, 1);
  ask();
  await expect.poll(() => work.mock.calls.length).toBe(4);
  expect(onError).toHaveBeenCalledTimes(3);
  ask();
  await expect.poll(() => work.mock.calls.length).toBe(5);
});

it('does it once more where it is asked for meanwhile, never twice at once, and not after it is stopped', async () => {
  const ends: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
  const { ask, stop } = untilDone(work, vi.fn(), 1);
  ask();
  ask();
  ask();
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]?.();
  await expect.poll(() => work.mock.calls.length).toBe(2);
  ask();
  stop();
  ends[1]?.();
  await Promise.resolve();
  ask();
  expect(work).toHaveBeenCalledTimes(2);
});
