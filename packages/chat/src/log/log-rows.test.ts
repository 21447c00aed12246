import { expect, test } from 'vitest';
import { createLogRows, type LogRow, logRows, shownToCustomer } from './log-rows.ts';
import type { TimelineItem } from './timeline.ts';

const said = (kind: 'visitor' | 'agent', time: string, name: string | null = null): TimelineItem => {
  const createdAt = new Date(`2026-03-0${time}`).toISOString();
  return kind === 'agent'
    ? { kind, key: time, text: time, createdAt, name }
    : {
        ...{ kind, key: time, text: time, createdAt, status: 'sent', messageId: null },
        ...{ replaceable: false, edited: false, superseded: false },
      };
};
const short = (row: LogRow) =>
  row.kind === 'day'
    ? 'day'
    : `${row.item.kind} ${row.item.key.slice(2)}${row.beginsGroup ? ' begins' : ''}${row.endsGroup ? ' ends' : ''}`;

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
    ...['day', 'visitor 23:50 begins', 'visitor 23:54 ends', 'visitor 23:59 begins ends'],
    ...['day', 'visitor 00:00 begins ends', 'agent 00:01 begins', 'agent 00:02 ends'],
  ]);
  expect(logRows([])).toEqual([]);
});

test('two agents are two groups', () => {
  const rows = logRows([
    said('agent', '1T09:00', 'Ines'),
    said('agent', '1T09:01', 'Ines'),
    said('agent', '1T09:02', 'Tom'),
  ]);
  expect(rows.map(short)).toEqual(['day', 'agent 09:00 begins', 'agent 09:01 ends', 'agent 09:02 begins ends']);
});

test('that it was done is shown until an agent undoes it; a customer who goes on undoes nothing', () => {
  const turn = (turn: 'resolved' | 'handed-back' | 'reopened', name: string | null): TimelineItem => ({
    ...{ kind: 'turn', key: `${turn} ${name}`, at: '2026-03-01T10:00:00.000Z', turn, name },
  });
  const keys = (...items: TimelineItem[]) => shownToCustomer(items).map(({ key }) => key);
  expect(keys(turn('resolved', 'Ada'))).toEqual(['resolved Ada']);
  expect(keys(turn('resolved', 'Ada'), turn('reopened', 'Bo'))).toEqual(['reopened Bo']);
  expect(keys(turn('handed-back', 'Ada'), turn('reopened', 'Ada'))).toEqual(['reopened Ada']);
  expect(keys(turn('resolved', 'Ada'), turn('reopened', null))).toEqual(['resolved Ada', 'reopened null']);
});

test('a log that goes on keeps the rows of what was said before, and is as if it were made anew', () => {
  const rowsOf = createLogRows();
  const first = [said('visitor', '1T23:50'), said('agent', '1T23:51'), said('agent', '2T00:01')];
  const rows = rowsOf(first);
  expect(rows).toEqual(logRows(first));
  expect(rowsOf([...first])).toBe(rows);

  const second = [...first, said('agent', '2T00:02'), said('visitor', '3T09:00')];
  const more = rowsOf(second);
  expect(more).toEqual(logRows(second));
  expect(more.slice(0, 3)).toEqual(rows.slice(0, 3));
  for (const index of [0, 1, 2]) expect(more[index]).toBe(rows[index]);

  for (const items of [second.slice(2), second.toSpliced(1, 1), [], second]) {
    expect(rowsOf(items)).toEqual(logRows(items));
  }
});
