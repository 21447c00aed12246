import type { AgentsEvent, TimelineItem } from '@frontdesk/chat';
import { expect, test } from 'vitest';
import { withoutDeletedNotes } from './deleted-notes.ts';

const ada = { id: 'ada', name: 'Ada' };
const at = '2026-03-18T12:00:00.000Z';
const item = (seq: number, event: object): TimelineItem => ({
  ...{ kind: 'agents', key: `agents-${seq}`, at },
  event: { conversationId: 'one', seq, at, ...event } as AgentsEvent,
});
const note = (seq: number, text: string) =>
  item(seq, { type: 'note:created', note: { id: `${seq}`, text, author: ada } });
const deletion = (seq: number, noteId: string) => item(seq, { type: 'note:deleted', noteId, by: ada });

test('a note goes once its deletion is told, and the mark stays; others stay', () => {
  const log = [note(1, 'Be kind.'), note(2, 'Knows ferns.'), deletion(3, '1')];
  expect(withoutDeletedNotes(log).map(({ key }) => key)).toEqual(['agents-2', 'agents-3']);
});

test('one that was read anew has no text, and is not shown empty while the rest of the log is on its way', () => {
  expect(withoutDeletedNotes([note(1, '')])).toEqual([]);
});
