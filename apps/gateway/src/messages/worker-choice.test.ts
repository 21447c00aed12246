import type { LiveWorker } from '@frontdesk/database';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkerChoice } from './worker-choice.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const worker = (id: string, changes: Partial<LiveWorker> = {}): LiveWorker => ({
  ...{ id, state: 'ready', slots: 4, running: 0, tokensPerSecond: 0, modelHash: 'm', embeds: true },
  ...{ prefixAsked: 0, prefixFound: 0, prefixSavedMs: 0, startedAt: new Date(0), ageMs: 0 },
  ...changes,
});
const choose = (choice: WorkerChoice, count: number) =>
  Array.from({ length: count }, (_, index) => choice.choose({ id: `conversation-${index}` }));

test('what was given since the heartbeats counts: nobody gets more than there is room for, the rest is shared', () => {
  const choice = new WorkerChoice();
  choice.update([worker('a'), worker('b', { running: 1 })], 0);
  const chosen = choose(choice, 9);
  expect(chosen.filter((id) => id === 'a')).toHaveLength(4);
  expect(chosen.filter((id) => id === 'b')).toHaveLength(3);
  expect(chosen.slice(7)).toEqual([null, null]);
});

test('who was sent to the shared queue is not overtaken before the next look', () => {
  const choice = new WorkerChoice();
  const full = [worker('a', { running: 4 }), worker('b', { running: 4 })];
  choice.update(full, 0);
  expect(choose(choice, 1)).toEqual([null]);
  choice.update([worker('a'), worker('b')], 1);
  expect(choose(choice, 1)).toEqual([null]);
  choice.update([worker('a'), worker('b')], 0);
  expect(choose(choice, 1)).not.toEqual([null]);
});

test('a heartbeat that came after them counts them itself', () => {
  const choice = new WorkerChoice();
  choice.update([worker('a'), worker('b', { running: 4 })], 0);
  expect(choose(choice, 4)).toEqual(['a', 'a', 'a', 'a']);
  // Looked again, but not heard of again.
  vi.advanceTimersByTime(1_000);
  choice.update([worker('a', { ageMs: 1_000 }), worker('b', { running: 4 })], 0);
  expect(choose(choice, 1)).toEqual([null]);
  vi.advanceTimersByTime(1_000);
  choice.update([worker('a', { running: 3 }), worker('b', { running: 4 })], 0);
  expect(choose(choice, 2)).toEqual(['a', null]);
});

test('one worker alone, none, and those not heard of any more: the shared queue', () => {
  const choice = new WorkerChoice();
  expect(choose(choice, 1)).toEqual([null]);
  choice.update([worker('a')], 0);
  expect(choose(choice, 1)).toEqual([null]);
  choice.update([worker('a'), worker('b')], 0);
  vi.advanceTimersByTime(10_000);
  expect(choose(choice, 1)).toEqual([null]);
});

test('a job that was only on its way sends nobody to the shared queue; one that is there at two looks does', () => {
  const choice = new WorkerChoice();
  const free = () => [worker('a'), worker('b')];
  choice.update(free(), 1);
  expect(choose(choice, 1)).not.toEqual([null]);
  choice.update(free(), 0);
  choice.update(free(), 1);
  expect(choose(choice, 1)).not.toEqual([null]);
  choice.update(free(), 2);
  expect(choose(choice, 1)).toEqual([null]);
});
