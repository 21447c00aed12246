import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

it('gives no more places than there are, in the order in which they were asked for', async () => {
  const slots = new Slots(2);
  const got: number[] = [];
  const takes = [0, 1, 2, 3].map(async (who) => {
    const free = await slots.take();
    got.push(who);
    return free;
  });
  const [first, second] = await Promise.all([takes[0], takes[1]]);
  expect(got).toEqual([0, 1]);
  first?.();
  await takes[2];
  expect(got).toEqual([0, 1, 2]);
  second?.();
  await takes[3];
  expect(got).toEqual([0, 1, 2, 3]);
});

it('takes a place back once', async () => {
  const slots = new Slots(1);
  const free = await slots.take();
  free();
  free();
  await slots.take();
  let second = false;
  void slots.take().then(() => {
    second = true;
  });
  await new Promise(setImmediate);
  expect(second).toBe(false);
});
