import { expect, it } from 'vitest';
import type { Message } from './message.ts';
import type { ServiceTimes } from './service-times.ts';
import { SimulatedEngine } from './simulated-engine.ts';

/** A step of n sequences takes 4 + 2 n, a chunk 5 + 1 for each token, a prompt 10 more. */
const times: ServiceTimes = {
  source: 'made up',
  stepMs: (sequences) => 4 + 2 * sequences,
  chunkMs: (tokens) => 5 + tokens,
  chunkTokensIn: (ms) => Math.floor(ms - 5),
  promptMs: 10,
};

const message = (conversation: string, steps: number, changes: Partial<Message> = {}): Message => ({
  ...{ conversation, sentMs: 0, historyTokens: 0, newTokens: 0, steps, forcedTokens: 0, lookUpMs: 0, cachedTokens: 0 },
  ...changes,
});

/** Runs to the end: what happened when, and how long each round took. */
function run(engine: SimulatedEngine, arrivals: Record<number, [Message, number][]> = {}) {
  let nowMs = 0;
  const events: string[] = [];
  const roundsMs: number[] = [];
  for (let number = 0; ; number++) {
    for (const [one, tokens] of arrivals[number] ?? []) engine.admit(one, tokens);
    const round = engine.runRound();
    if (!round) return { events, roundsMs };
    for (const { kind, message: one, afterMs } of round.events) {
      events.push(`${one.conversation} ${kind} ${nowMs + afterMs}`);
    }
    nowMs += round.ms;
    roundsMs.push(round.ms);
    engine.endRound();
  }
}

it('alone: the prompt, the first token, a step for each other one', () => {
  const engine = new SimulatedEngine(times);
  engine.admit(message('a', 2), 35);
  expect(run(engine)).toEqual({ events: ['a first token 50', 'a done 62'], roundsMs: [56, 6] });
});

it('a long prompt is read in chunks of 256 tokens', () => {
  const engine = new SimulatedEngine(times);
  engine.admit(message('a', 0), 300);
  expect(run(engine)).toEqual({ events: ['a first token 320', 'a done 320'], roundsMs: [271, 49] });
});

it('beside one that decodes a chunk is as long as that does not notice', () => {
  const engine = new SimulatedEngine(times);
  engine.admit(message('a', 9), 5);
  const { roundsMs } = run(engine, { 1: [[message('b', 0), 100]] });
  // 45 ms from token to token; the first chunk brings what the prompt costs besides.
  expect(roundsMs.slice(0, 5)).toEqual([26, 55, 45, 43, 6]);
});

it('… nor than two and a half times a step of eight, where steps are fast', () => {
  // A step of one takes 3 ms, one of eight 10.
  const engine = new SimulatedEngine({ ...times, stepMs: (sequences) => 2 + sequences, promptMs: 0 });
  engine.admit(message('a', 9), 5);
  const { roundsMs } = run(engine, { 1: [[message('b', 0), 100]] });
  expect(roundsMs.slice(0, 5)).toEqual([13, 25, 25, 25, 25]);
});

it('several short prompts are read between two steps', () => {
  const engine = new SimulatedEngine(times);
  engine.admit(message('a', 3), 1);
  const { events } = run(engine, {
    1: [
      [message('b', 1), 2],
      [message('c', 1), 2],
    ],
  });
  expect(events.slice(1, 5)).toEqual(['b first token 39', 'c first token 56', 'b done 66', 'c done 66']);
});

it('a prompt half as long goes past a long one, until that has let as much past as it has itself', () => {
  const engine = new SimulatedEngine(times);
  engine.admit(message('long', 0), 600);
  const { events } = run(engine, {
    1: [
      [message('short', 0), 172],
      [message('middle', 0), 173],
    ],
  });
  expect(events.filter((event) => event.includes('first token')).map((event) => event.split(' ')[0])).toEqual([
    'short',
    'long',
    'middle',
  ]);
});

it('what can not be otherwise is read in one go after the first token, what is looked up comes before', () => {
  const engine = new SimulatedEngine(times);
  engine.admit(message('a', 1, { forcedTokens: 20, lookUpMs: 100 }), 35);
  expect(run(engine).events).toEqual(['a first token 150', 'a done 181']);
});

it('a slot is taken until the round ends', () => {
  const engine = new SimulatedEngine(times);
  engine.admit(message('a', 0), 5);
  expect(engine.running).toBe(1);
  engine.runRound();
  expect(engine.running).toBe(1);
  engine.endRound();
  expect(engine.running).toBe(0);
  expect(engine.runRound()).toBe(undefined);
});
