import type { ConversationSummary, SharedChange } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { undoOf } from './undo-shared.ts';

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };
const until = '2026-03-18T12:00:00.000Z';
type Told = Partial<ConversationSummary>;
const row = (conversationId: string, told: Told) => ({ conversationId, state: 'bot', ...told }) as ConversationSummary;

const bots = row('bot', {});
const waits = row('waits', { state: 'waiting_for_person', tags: ['VIP'] });
const adas = row('ada', { state: 'with_person', assignee: ada });
const bens = row('ben', { state: 'with_person', assignee: ben });
const resolved = row('resolved', { state: 'resolved' });
const snoozed = row('snoozed', { state: 'snoozed', snoozedUntil: until, assignee: ben });
const all = [bots, waits, adas, bens, resolved, snoozed];

test.each<[string, SharedChange, [string[], SharedChange][]]>([
  [
    'what was resolved is again what each was',
    { kind: 'resolve' },
    [
      [['bot'], { kind: 'reopen', to: 'bot' }],
      [['waits'], { kind: 'reopen', to: 'waiting_for_person' }],
      [['ada', 'ben', 'snoozed'], { kind: 'reopen', to: 'with_person' }],
      [['snoozed'], { kind: 'snooze', until }],
    ],
  ],
  [
    'what was snoozed comes back, or sleeps as long as before',
    { kind: 'snooze', until: '2026-03-19T12:00:00.000Z' },
    [
      [['bot'], { kind: 'reopen', to: 'bot' }],
      [['waits', 'resolved'], { kind: 'reopen', to: 'waiting_for_person' }],
      [['ada', 'ben'], { kind: 'reopen', to: 'with_person' }],
      [['snoozed'], { kind: 'snooze', until }],
    ],
  ],
  [
    'what was reopened is put aside again',
    { kind: 'reopen' },
    [
      [['resolved'], { kind: 'resolve' }],
      [['snoozed'], { kind: 'snooze', until }],
    ],
  ],
  [
    'a tag goes from where it was not before, whatever its case',
    { kind: 'tag', tags: ['vip'], before: [] },
    [[['bot', 'ada', 'ben', 'resolved', 'snoozed'], { kind: 'tag', tags: [], before: ['vip'] }]],
  ],
  [
    'what was given to somebody is whose it was',
    { kind: 'assign', assigneeId: 'ben' },
    [
      [['bot', 'waits', 'resolved'], { kind: 'assign', assigneeId: null }],
      [['ada'], { kind: 'assign', assigneeId: 'ada' }],
    ],
  ],
  [
    'what a person had and was made nobody’s is taken over first',
    { kind: 'assign', assigneeId: null },
    [
      [['ada', 'ben'], { kind: 'take-over' }],
      [['ben', 'snoozed'], { kind: 'assign', assigneeId: 'ben' }],
    ],
  ],
])('%s', (_what, change, requests) => {
  const undo = undoOf(change, all, 'ada');
  expect(undo.map(({ rows, change: back }) => [rows.map(({ conversationId }) => conversationId), back])).toEqual(
    requests,
  );
});

test('where nothing was changed, nothing is undone', () => {
  expect(undoOf({ kind: 'resolve' }, [resolved], 'ada')).toEqual([]);
  expect(undoOf({ kind: 'assign', assigneeId: 'ben' }, [bens], 'ada')).toEqual([]);
  expect(undoOf({ kind: 'tag', tags: ['vip'], before: [] }, [waits], 'ada')).toEqual([]);
});
