import { expect, test } from 'vitest';
import { type LogRow, logRows } from './log-rows.ts';
import type { TimelineItem } from './timeline.ts';

const said = (kind: 'visitor' | 'agent', time: string): TimelineItem => {
  const createdAt = new Date(`2026-03-0${time}`).toISOString();
  return kind === 'agent'
    ? { kind, key: time, text: time, createdAt, name: null }
    : {
        ...{ kind, key: time, text: time, createdAt, status: 'sent', messageId: null },
        ...{ replaceable: false, edited: false, superseded: false },
      };
};
const short = (row: LogRow) =>
  row.kind === 'day' ? 'day' : `${row.item.kind} ${row.item.key.slice(2)}${row.endsGroup ? ' ends' : ''}`;

test('groups end with the speaker, after some minutes, and with the day; each day begins once', () => {
  const rows = logRows([
    said('visitor', '1T23:50'),
    said('visitor', '1T23:54'),
    said('visitor', '1T23:59'),
    said('visitor', '2T00:00'),
    said('agent', '2T00:01'),
    said('agent', '2T00:02'),
  ]);
  expect(rows.map(short)).toEqual([
    ...['day', 'visitor 23:50', 'visitor 23:54 ends', 'visitor 23:59 ends'],
    ...['day', 'visitor 00:00 ends', 'agent 00:01', 'agent 00:02 ends'],
  ]);
  expect(logRows([])).toEqual([]);
});
