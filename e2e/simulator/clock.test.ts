import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Clock } from './clock.ts';

it('events happen in the order of their times, those of one moment as they were asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const clock = new Clock();
      const happened: [number, number][] = [];
      for (const [index, ms] of times.entries()) clock.after(ms, () => happened.push([clock.nowMs, index]));
      clock.run();
      const expected = times.map((ms, index) => [ms, index]).sort(([a = 0, i = 0], [b = 0, j = 0]) => a - b || i - j);
      expect(happened).toEqual(expected);
    }),
  );
});

it('an event may ask for others', () => {
  const clock = new Clock();
  const times: number[] = [];
  const tick = () => {
    times.push(clock.nowMs);
    if (times.length < 4) clock.after(5, tick);
  };
  clock.after(1, tick);
  clock.run();
  expect(times).toEqual([1, 6, 11, 16]);
});

it('nothing happens in the past', () => {
  expect(() => new Clock().after(-1, () => {})).toThrow('not in the future');
  expect(() => new Clock().after(Number.NaN, () => {})).toThrow('not in the future');
});
