import { expect, it } from 'vitest';
import type { Reply } from './load-plan.ts';
import { compareWithReplies, type StoredRows } from './stored-rows.ts';

const reply = (messageId: string | null): Reply => ({ messageId, sentAtMs: 0, tookMs: 1 });
const stored = (messageIds: string[], counts: Record<string, number> = {}): StoredRows => ({
  messageIds,
  counts: { answers: messageIds.length, events: 3 * messageIds.length, ...counts },
});

it.each<[string, StoredRows, Reply[], string[]]>([
  ['all that was answered is stored', stored(['a', 'b']), [reply('b'), reply('a')], []],
  ['a request was refused', stored(['a']), [reply('a'), reply(null)], []],
  ['one is lost', stored(['a']), [reply('a'), reply('b')], ['1 answered requests are not stored']],
  ['one is doubled', stored(['a', 'b']), [reply('a')], ['1 stored requests were not answered']],
  [
    'two got the same',
    stored(['a']),
    [reply('a'), reply('a')],
    ['1 requests were answered with the message of another'],
  ],
  [
    'an answer is missing',
    stored(['a', 'b'], { answers: 1 }),
    [reply('a'), reply('b')],
    ['answers: 1 rows instead of 2'],
  ],
  ['an event is missing', stored(['a'], { events: 2 }), [reply('a')], ['events: 2 rows instead of 3']],
])('%s', (_, rows, replies, problems) => expect(compareWithReplies(rows, replies)).toEqual(problems));
