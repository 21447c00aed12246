import { expect, it } from 'vitest';
import { judgeLook, type Seen } from './gone-workers.ts';

/** Ids of those who have a connection at each look; `restart` in between is the server's. */
type Step = readonly string[] | 'restart';

/** Who is found gone at each look. */
function watch(steps: readonly Step[]): string[][] {
  const found: string[][] = [];
  let seen: Seen | undefined;
  let serverStartedAt = 1;
  for (const step of steps) {
    if (step === 'restart') serverStartedAt += 1;
    else {
      const judged = judgeLook(seen, { serverStartedAt, connected: [...step] });
      found.push(judged.gone);
      seen = judged.seen;
    }
  }
  return found;
}

it.each<[string, Step[], string[][]]>([
  [
    'all are there',
    [
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'b'],
    ],
    [[], [], []],
  ],
  ['one is missing in two looks: gone, once', [['a', 'b'], ['b'], ['b'], ['b']], [[], [], ['a'], []]],
  ['one is back in the second look', [['a'], [], ['a'], []], [[], [], [], []]],
  ['one that comes and goes again', [['a'], [], ['a'], [], []], [[], [], [], [], ['a']]],
  ['two at different times', [['a', 'b'], ['b'], [], []], [[], [], ['a'], ['b']]],
  ['one that was never seen', [['a'], ['a'], ['a']], [[], [], []]],
  ['the server was started again before the first look without it', [['a'], 'restart', [], [], []], [[], [], [], []]],
  ['the server was started again after it', [['a'], [], 'restart', [], []], [[], [], [], []]],
  ['after a restart those who come back are judged again', ['restart', ['a'], [], []], [[], [], ['a']]],
])('%s', (_, steps, gone) => {
  expect(watch(steps)).toEqual(gone);
});
