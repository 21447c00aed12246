import { describe, expect, test } from 'vitest';
import { agentFacts, type LoggedStep } from './agent-steps.ts';

const start = Date.parse('2026-03-02T10:00:00.000Z');
const minutes = (count: number) => new Date(start + count * 60_000);

type Told = Partial<LoggedStep> & { type: string };
const says: Told = { type: 'message:created', role: 'visitor' };
const bot: Told = { type: 'generation:done', role: 'assistant' };
const replies = (userId: string | null): Told => ({ type: 'message:created', role: 'agent', userId });
const step = (name: string, more: Partial<LoggedStep> = {}): Told => ({ type: `conversation:${name}`, ...more });
const wished = step('person-requested');
const handedOver = step('handed-over');
const takenOver = step('taken-over');
const handedBack = step('handed-back');
const resolves = (userId: string) => step('resolved', { userId });
const reopens = (state: string | null, bySomebody: boolean) => step('reopened', { state, bySomebody });
const rates = (score: number) => step('rated', { score });

const logOf = (steps: readonly (readonly [minute: number, told: Told])[]): LoggedStep[] =>
  steps.map(([minute, told], index) => ({
    ...{ seq: index + 1, at: minutes(minute), role: null, userId: null, bySomebody: null, state: null, score: null },
    ...told,
  }));

/** What came of steps, by the minute at which each happens: whose, and how many minutes it took. */
const figures = (...steps: (readonly [minute: number, told: Told])[]) =>
  agentFacts(logOf(steps)).map(({ kind, userId, doneAt, since, score }) => {
    const took = since && (doneAt.getTime() - since.getTime()) / 60_000;
    return kind === 'rating' ? { kind, userId, score } : { kind, userId, took };
  });
const reply = (userId: string | null, took: number | null) => ({ kind: 'reply', userId, took });
const resolution = (userId: string, took: number | null) => ({ kind: 'resolution', userId, took });

describe('a first reply', () => {
  test('is measured from the wish for a person, and not from what the bot was asked before', () => {
    expect(figures([0, says], [1, bot], [30, wished], [33, takenOver], [34, replies('ada')])).toEqual([
      reply('ada', 4),
    ]);
    expect(figures([0, says], [1, handedOver], [3, says], [4, bot], [6, replies('ada')])).toEqual([reply('ada', 5)]);
  });

  test('is one for each agent: of who comes later, from what the customer wrote to the one before', () => {
    const two = figures(
      ...([
        [0, wished],
        [2, takenOver],
        [3, replies('ada')],
        [10, says],
        [11, replies('ada')],
      ] as const),
      ...([
        [20, says],
        [21, says],
        [26, replies('bo')],
        [30, says],
        [39, replies('bo')],
      ] as const),
    );
    expect(two).toEqual([reply('ada', 3), reply('ada', null), reply('bo', 6), reply('bo', null)]);
  });

  test('of who takes it over unanswered includes how long the customer had waited for others', () => {
    expect(figures([0, wished], [1, takenOver], [20, step('released')], [25, takenOver], [26, replies('bo')])).toEqual([
      reply('bo', 26),
    ]);
  });

  test('is not measured where nobody waited: unasked, or beside a colleague who had answered', () => {
    expect(figures([0, says], [1, bot], [5, takenOver], [6, replies('ada')])).toEqual([reply('ada', null)]);
    expect(figures([0, wished], [1, replies('ada')], [2, replies('bo')])).toEqual([reply('ada', 1), reply('bo', null)]);
  });

  test('is waited for through a snooze, and through a resolution without words', () => {
    const snoozed = step('snoozed');
    expect(figures([0, wished], [1, snoozed], [60, reopens('with_person', false)], [61, replies('ada')])).toEqual([
      reply('ada', 61),
    ]);
    expect(figures([0, wished], [1, resolves('bo')], [10, takenOver], [12, replies('ada')])).toEqual([
      resolution('bo', 1),
      reply('ada', 12),
    ]);
  });

  test('is not waited for while the bot has it', () => {
    expect(figures([0, wished], [1, handedBack], [2, says], [3, bot], [90, wished], [94, replies('ada')])).toEqual([
      reply('ada', 4),
    ]);
    expect(figures([0, wished], [1, handedBack], [50, takenOver], [51, replies('ada')])).toEqual([reply('ada', null)]);
    expect(figures([0, wished], [1, handedBack], [2, resolves('bo')], [50, takenOver], [51, replies('ada')])).toEqual([
      resolution('bo', null),
      reply('ada', null),
    ]);
  });

  test('comes again once the conversation comes to people again', () => {
    const again = [
      [0, wished],
      [1, replies('ada')],
      [2, resolves('ada')],
      [90, says],
      [90, reopens('bot', false)],
    ] as const;
    expect(figures(...again, [91, bot], [100, wished], [107, replies('ada')])).toEqual([
      reply('ada', 1),
      resolution('ada', 2),
      reply('ada', 7),
    ]);
  });

  test('is waited for again where handing it back is undone', () => {
    expect(
      figures([0, wished], [1, handedBack], [2, reopens('waiting_for_person', true)], [5, replies('ada')]),
    ).toEqual([reply('ada', 5)]);
  });
});

describe('a resolution', () => {
  test('is measured from when the conversation came to people', () => {
    expect(figures([0, says], [10, handedOver], [12, replies('ada')], [40, resolves('bo')])).toEqual([
      reply('ada', 2),
      resolution('bo', 30),
    ]);
    expect(figures([0, says], [10, takenOver], [40, resolves('bo')])).toEqual([resolution('bo', 30)]);
  });

  test('of what the bot had is counted, and not measured', () => {
    expect(figures([0, says], [1, bot], [40, resolves('ada')])).toEqual([resolution('ada', null)]);
    expect(figures([0, wished], [1, handedBack], [40, resolves('ada')])).toEqual([resolution('ada', null)]);
  });

  test('is none where somebody undoes it; it is measured from the same time then', () => {
    expect(figures([0, wished], [5, resolves('ada')], [6, reopens('with_person', true)], [9, resolves('bo')])).toEqual([
      resolution('bo', 9),
    ]);
  });

  test('stays one when the customer writes again, by a gateway of the version before, too', () => {
    for (const state of ['bot', null]) {
      const steps = [
        [0, wished],
        [5, resolves('ada')],
        [80, says],
        [80, reopens(state, false)],
        [81, bot],
      ] as const;
      expect(figures(...steps, [90, wished], [99, resolves('bo')])).toEqual([
        resolution('ada', 5),
        resolution('bo', 9),
      ]);
    }
  });
});

describe('a rating', () => {
  test('is of who answered last, and the last one counts', () => {
    expect(
      figures([0, wished], [1, replies('ada')], [2, rates(2)], [3, replies('bo')], [4, rates(5)], [9, replies('cy')]),
    ).toEqual([reply('ada', 1), reply('bo', null), reply('cy', null), { kind: 'rating', userId: 'bo', score: 5 }]);
  });

  test('is nobody’s where the bot did', () => {
    expect(figures([0, wished], [1, replies('ada')], [2, handedBack], [3, says], [4, bot], [5, rates(1)])).toEqual([
      reply('ada', 1),
    ]);
    expect(figures([0, says], [1, bot], [2, rates(5)])).toEqual([]);
    // An answer that ended before anything was shown is none.
    expect(figures([0, replies('ada')], [1, { type: 'generation:ended' }], [2, rates(5)])).toHaveLength(2);
  });
});

test('what somebody did before in the conversation is known, but for what was undone', () => {
  const log: [number, Told][] = [
    [0, replies('ada')],
    [1, replies('bo')],
    [2, replies('ada')],
    [3, resolves('ada')],
  ];
  log.push([4, reopens('with_person', true)], [5, resolves('ada')], [6, takenOver], [7, resolves('ada')]);
  const previous = agentFacts(logOf(log)).map(({ previousAt }) => previousAt);
  expect(previous).toEqual([null, null, minutes(0), null, minutes(5)]);
});

test('who is known no more has replied all the same', () => {
  expect(figures([0, wished], [3, replies(null)])).toEqual([reply(null, 3)]);
});
