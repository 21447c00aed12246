import { expect, test } from 'vitest';
import { PREFILL_CHUNK_TOKENS, Scheduler } from './scheduler.ts';
import { Sequence } from './sequence.ts';

function sequenceOf(promptTokens: number, continueIds: number[] = []): Sequence {
  const promptIds = new Array<number>(promptTokens).fill(1);
  const request = { promptIds, continueIds, maxTokens: 10, temperature: 0, topP: 1, seed: 0, stopIds: [] };
  return new Sequence(request, 10_000, 128);
}

test('nothing to do without sequences', () => {
  expect(new Scheduler(1).schedule()).toBeUndefined();
});

test('a prompt is read in chunks, then one token at a time', () => {
  const scheduler = new Scheduler(1);
  const sequence = sequenceOf(PREFILL_CHUNK_TOKENS + 5);
  scheduler.add(sequence);
  const tokens: number[] = [];
  for (let count = 0; count < 4; count++) {
    const step = scheduler.schedule();
    expect(step?.sequence).toBe(sequence);
    tokens.push(step?.tokens ?? 0);
    sequence.markRead(step?.tokens ?? 0);
    if (sequence.unreadTokens === 0) sequence.append(3);
  }
  expect(tokens).toEqual([PREFILL_CHUNK_TOKENS, 5, 1, 1]);
});

test('ids to continue are read one by one', () => {
  const scheduler = new Scheduler(1);
  const sequence = sequenceOf(20, [3, 4]);
  scheduler.add(sequence);
  const tokens: number[] = [];
  for (let step = scheduler.schedule(); step && sequence.unreadTokens > 0; step = scheduler.schedule()) {
    tokens.push(step.tokens);
    sequence.markRead(step.tokens);
  }
  expect(tokens).toEqual([20, 1, 1]);
});

test('first come, first served; who ended leaves the slot or the queue', () => {
  const scheduler = new Scheduler(1);
  const [first, second, third] = [sequenceOf(1), sequenceOf(1), sequenceOf(1)];
  for (const sequence of [first, second, third]) scheduler.add(sequence);
  expect(scheduler.schedule()?.sequence).toBe(first);
  second.cancel();
  expect(scheduler.schedule()?.sequence).toBe(first);
  first.cancel();
  expect(scheduler.schedule()?.sequence).toBe(third);
  expect(scheduler.sequences).toEqual([third]);
  third.cancel();
  expect(scheduler.schedule()).toBeUndefined();
  expect(scheduler.sequences).toEqual([]);
});
