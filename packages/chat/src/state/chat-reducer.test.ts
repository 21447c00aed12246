import type { ConversationEvent, Message } from '@frontdesk/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeline } from '../log/timeline.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { type ChatAction, chatReducer } from './chat-reducer.ts';
import { type ChatState, initialChatState, type Outgoing } from './chat-state.ts';
import { isWithTeam, personIn } from './who-answers.ts';

const conversationId = 'c1';
const at = '2026-01-01T00:00:00.000Z';
const base = (seq: number) => ({ conversationId, seq, at });
const message = (id: string, role: Message['role'], text: string, clientMessageId: string | null = null): Message => ({
  ...{ id, role, text, clientMessageId, createdAt: at },
  generationId: role === 'assistant' ? 'g1' : null,
});
const asked: ConversationEvent = {
  ...base(1),
  type: 'message:created',
  message: message('m1', 'visitor', 'Hi', 'x1'),
};
const queued: ConversationEvent = {
  ...base(2),
  type: 'generation:queued',
  generationId: 'g1',
  questionMessageId: 'm1',
};
const done: ConversationEvent = {
  ...base(3),
  type: 'generation:done',
  generationId: 'g1',
  message: message('m2', 'assistant', 'Hello there'),
};
const ended = (shown: string | null, state: 'failed' | 'cancelled' = 'failed'): ConversationEvent => ({
  ...base(3),
  type: 'generation:ended',
  generationId: 'g1',
  state,
  error: coded(`generation_${state}`),
  message: shown === null ? null : message('m2', 'assistant', shown),
});
const handedOver = (seq: number): ConversationEvent => ({
  ...base(seq),
  type: 'conversation:handed-over',
  generationId: 'g1',
  reason: 'not-known',
});
/** Of a type that this version does not know. */
const fromNewerGateway = (seq: number) =>
  ({ ...base(seq), type: 'conversation:coloured' }) as unknown as ConversationEvent;
const outgoing: Outgoing = {
  ...{ clientMessageId: 'x1', text: 'Hi', createdAt: at, status: 'sending', error: null },
  ...{ conversationId: null, supersedes: null },
};

const event = (one: ConversationEvent): ChatAction => ({ type: 'event', event: one });
const words = (position: number, text: string): ChatAction => ({
  type: 'words',
  words: { generationId: 'g1', position, text },
});
const run = (...actions: ChatAction[]): ChatState => actions.reduce(chatReducer, initialChatState);
/** The log in short: what a reader sees. */
const shown = (state: ChatState): string[] =>
  timeline(state).map((item) => {
    if (item.kind === 'answer') return `${item.answer.phase}: ${item.answer.text}`;
    if (item.kind === 'hand-over') return `${item.repeated ? 'once more ' : ''}handed over: ${item.reason}`;
    if (item.kind === 'remark') return `says: ${item.remark.kind}`;
    if (item.kind === 'turn') return `${item.turn}: ${item.name}`;
    if (item.kind === 'agents') return item.event.type;
    if (item.kind === 'agent') return `${item.name ?? 'agent'}: ${item.text}`;
    return `${item.kind}: ${item.text}`;
  });

describe('the log', () => {
  test.each<{ name: string; actions: ChatAction[]; log: string[]; lastSeq: number }>([
    { name: 'begins empty', actions: [], log: [], lastSeq: 0 },
    {
      name: 'shows a message before it is stored',
      actions: [{ type: 'outgoing:add', outgoing }],
      log: ['visitor: Hi'],
      lastSeq: 0,
    },
    {
      name: 'shows it once when its event arrives',
      actions: [{ type: 'outgoing:add', outgoing }, event(asked)],
      log: ['visitor: Hi'],
      lastSeq: 1,
    },
    {
      name: 'waits for the first words',
      actions: [event(asked), event(queued)],
      log: ['visitor: Hi', 'waiting: '],
      lastSeq: 2,
    },
    {
      name: 'still waits while words are blank',
      actions: [event(asked), event(queued), words(0, ' \n')],
      log: ['visitor: Hi', 'waiting:  \n'],
      lastSeq: 2,
    },
    {
      name: 'streams',
      actions: [event(asked), event(queued), words(0, 'Hel'), words(3, 'lo')],
      log: ['visitor: Hi', 'streaming: Hello'],
      lastSeq: 2,
    },
    {
      name: 'keeps words that came before the event of their answer',
      actions: [event(asked), words(0, 'Hel'), event(queued)],
      log: ['visitor: Hi', 'streaming: Hel'],
      lastSeq: 2,
    },
    {
      name: 'ends with the stored text, whatever was streamed',
      actions: [event(asked), event(queued), words(0, 'Hel'), event(done), words(0, 'Something else')],
      log: ['visitor: Hi', 'done: Hello there'],
      lastSeq: 3,
    },
    {
      name: 'keeps what was shown of a failed answer',
      actions: [event(asked), event(queued), words(0, 'Hel'), event(ended('Hel'))],
      log: ['visitor: Hi', 'failed: Hel'],
      lastSeq: 3,
    },
    {
      name: 'says that a person is wanted, and where it was said before',
      actions: [event(asked), event(queued), event(done), event(handedOver(4)), event(handedOver(5))],
      log: ['visitor: Hi', 'done: Hello there', 'handed over: not-known', 'once more handed over: not-known'],
      lastSeq: 5,
    },
    {
      name: 'tells what an assistant and a person said before from an answer',
      actions: [
        event({ ...base(1), type: 'message:created', message: message('m0', 'assistant', 'Welcome') }),
        event({ ...base(2), type: 'message:created', message: message('m1', 'agent', 'Hello') }),
      ],
      log: ['told-answer: Welcome', 'agent: Hello'],
      lastSeq: 2,
    },
    {
      name: 'shows a failed answer without words',
      actions: [event(asked), event(queued), event(ended(null))],
      log: ['visitor: Hi', 'failed: '],
      lastSeq: 3,
    },
    {
      name: 'keeps what was said of an answer that was stopped',
      actions: [event(asked), event(queued), event(ended('Hel', 'cancelled')), words(3, 'lo')],
      log: ['visitor: Hi', 'stopped: Hel'],
      lastSeq: 3,
    },
    {
      name: 'ignores a repeated event',
      actions: [event(asked), event(asked), event(queued), event(asked)],
      log: ['visitor: Hi', 'waiting: '],
      lastSeq: 2,
    },
    {
      name: 'leaves out an event behind a gap',
      actions: [event(asked), event(done)],
      log: ['visitor: Hi'],
      lastSeq: 1,
    },
    {
      name: 'leaves out events of another conversation',
      actions: [event(asked), event({ ...queued, conversationId: 'c2' })],
      log: ['visitor: Hi'],
      lastSeq: 1,
    },
    {
      name: 'uses up the number of an unknown event',
      actions: [event(asked), { type: 'event:unknown', conversationId, seq: 2 }, event({ ...queued, seq: 3 })],
      log: ['visitor: Hi', 'waiting: '],
      lastSeq: 3,
    },
    {
      name: 'reads a page with a running answer',
      actions: [
        {
          type: 'page',
          page: {
            conversationId,
            events: [asked, queued],
            lastSeq: 2,
            running: [{ generationId: 'g1', state: 'running', text: 'Hel' }],
          },
        },
        words(0, 'Hel'),
        words(3, 'lo'),
      ],
      log: ['visitor: Hi', 'streaming: Hello'],
      lastSeq: 2,
    },
    {
      name: 'reads a page over what it has',
      actions: [
        event(asked),
        { type: 'page', page: { conversationId, events: [asked, queued, done], lastSeq: 3, running: [] } },
      ],
      log: ['visitor: Hi', 'done: Hello there'],
      lastSeq: 3,
    },
    {
      name: 'uses up the number of an unknown event in a page',
      actions: [
        {
          type: 'page',
          page: {
            conversationId,
            events: [asked, fromNewerGateway(2), { ...queued, seq: 3 }],
            lastSeq: 3,
            running: [],
          },
        },
      ],
      log: ['visitor: Hi', 'waiting: '],
      lastSeq: 3,
    },
    {
      name: 'skips numbers that a page leaves out',
      actions: [{ type: 'page', page: { conversationId, events: [], lastSeq: 7, running: [] } }],
      log: [],
      lastSeq: 7,
    },
    {
      name: 'keeps only what was not sent after a reset',
      actions: [
        event(asked),
        event(queued),
        { type: 'outgoing:add', outgoing: { ...outgoing, clientMessageId: 'x2', text: 'More' } },
        { type: 'reset' },
      ],
      log: ['visitor: More'],
      lastSeq: 0,
    },
  ])('$name', ({ actions, log, lastSeq }) => {
    const state = run(...actions);
    expect(shown(state)).toEqual(log);
    expect(state.lastSeq).toBe(lastSeq);
  });

  test('the bubble keeps its key from the optimistic to the stored message', () => {
    const before = run({ type: 'outgoing:add', outgoing });
    const after = chatReducer(before, event(asked));
    expect(timeline(after).map((item) => item.key)).toEqual(timeline(before).map((item) => item.key));
  });

  test('a failed answer knows the question it belongs to', () => {
    const [, answer] = timeline(run(event(asked), event(queued), event(ended(null))));
    expect(answer).toMatchObject({ kind: 'answer', question: 'Hi', answer: { error: { code: 'generation_failed' } } });
  });

  test('whatever comes in whatever order, then a page of everything: the same log', () => {
    const noise = [event(asked), event(queued), event(done), words(0, 'Hello'), words(5, ' there'), words(2, 'llo')];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...noise), { maxLength: 12 }), (actions) => {
        const state = run(...actions, {
          type: 'page',
          page: { conversationId, events: [asked, queued, done], lastSeq: 3, running: [] },
        });
        expect(shown(state)).toEqual(['visitor: Hi', 'done: Hello there']);
      }),
    );
  });
});

test('sending clears a complaint, but not a refusal', () => {
  const problem = coded('rate_limited');
  const add: ChatAction = { type: 'outgoing:add', outgoing };
  expect(run({ type: 'connection', connection: 'online', problem }, add).problem).toBeNull();
  expect(run({ type: 'connection', connection: 'refused', problem }, add).problem).toEqual(problem);
});

test('a finished answer has its sources, and none before', () => {
  const sources = [{ id: 'p1', title: 'Returns', url: 'https://shop.example/returns' }];
  const before = run(event(asked), event(queued), words(0, 'Hello'));
  expect(before.answers.g1?.sources).toEqual([]);
  const quoted = { ...done, message: { ...message('m2', 'assistant', 'Hello there'), sources } } as ConversationEvent;
  expect(chatReducer(before, event(quoted)).answers.g1?.sources).toEqual(sources);
});

describe('a person in the conversation', () => {
  const by = { name: 'Ada' };
  const reply = { ...message('m9', 'agent', 'I am here', 'y1'), author: by };
  const takenOver: ConversationEvent = { ...base(4), type: 'conversation:taken-over', by };
  const all: ConversationEvent[] = [
    takenOver,
    { ...base(5), type: 'message:created', message: reply },
    { ...base(6), type: 'conversation:resolved', by },
    { ...base(7), type: 'conversation:reopened', by: null },
    { ...base(8), type: 'conversation:taken-over', by },
    { ...base(9), type: 'conversation:handed-back', by },
  ];

  test('is named where they came, spoke and went, and the answer that they cut off says no more', () => {
    const cut: ConversationEvent = { ...ended('Hel', 'cancelled'), error: coded('taken_over') } as ConversationEvent;
    const state = run(...[asked, queued, cut, ...all].map(event));
    expect(shown(state)).toEqual([
      'visitor: Hi',
      'stopped: Hel',
      'taken-over: Ada',
      'Ada: I am here',
      'resolved: Ada',
      'reopened: null',
      'taken-over: Ada',
      'handed-back: Ada',
    ]);
  });

  test('answers until they hand back, or it is done', () => {
    const named = [asked, queued, done, ...all].map((_, index, events) =>
      personIn(run(...events.slice(0, index + 1).map(event))),
    );
    expect(named).toEqual([null, null, null, 'Ada', 'Ada', null, null, 'Ada', null]);
  });

  test('who has left the customer waiting answers no more: a person is wanted again', () => {
    const before: ConversationEvent[] = [{ ...base(4), type: 'conversation:person-requested' }];
    const left: ConversationEvent[] = [
      { ...base(5), type: 'conversation:taken-over', by },
      { ...base(6), type: 'conversation:released', from: by },
    ];
    const state = run(...[asked, queued, done, ...before, ...left].map(event));
    expect(shown(state).slice(-3)).toEqual(['handed over: person', 'taken-over: Ada', 'handed over: left']);
    // Said once, where it is said last.
    expect(timeline(state).filter((item) => item.kind === 'hand-over')).toMatchObject([
      { followed: true },
      { followed: false, left: 'Ada' },
    ]);
    expect(personIn(state)).toBeNull();
    expect(isWithTeam(state)).toBe(true);
    const back: ConversationEvent = { ...base(7), type: 'conversation:taken-over', by: { name: 'Bo' } };
    expect(personIn(chatReducer(state, event(back)))).toBe('Bo');
  });

  test.each([
    { now: 'with_person', person: 'Ada', withTeam: true },
    { now: 'waiting_for_person', person: null, withTeam: true },
    { now: 'bot', person: null, withTeam: false },
    { now: undefined, person: null, withTeam: false },
  ] as const)('reopened as $now: it is whose the event says', ({ now, person, withTeam }) => {
    const reopened: ConversationEvent = { ...base(7), type: 'conversation:reopened', by: { name: 'Bo' }, state: now };
    const state = run(...[asked, queued, done, ...all.slice(0, 3), reopened].map(event));
    expect(personIn(state)).toBe(person);
    expect(isWithTeam(state)).toBe(withTeam);
  });
});
