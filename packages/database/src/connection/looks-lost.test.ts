import { expect, it } from 'vitest';
import { type Look, looksLost } from './looks-lost.ts';

const found = (state: string | null, waitsFor: string | null = null): Look => ({
  ...{ pooled: false, process: { state, waitsFor }, sent: true },
});
const notMade = (code: string | undefined, { tried = true, reached = false } = {}): Look => ({ tried, reached, code });

it.each<[string, Look]>([
  ['a server that does not know it', { pooled: false, process: undefined, sent: true }],
  ['the same while the query is still being sent', { pooled: false, process: undefined, sent: false }],
  ['one that has answered, or was never asked', found('idle', 'Client')],
  ['the same in a transaction', found('idle in transaction', 'Client')],
  ['the same in a transaction that failed', found('idle in transaction (aborted)', 'Client')],
  ['one that waits until its answer is taken', found('active', 'Client')],
  ['a host that does not answer', notMade('ETIMEDOUT')],
  ['a host that is gone', notMade('EHOSTUNREACH')],
  ['a network that is gone', notMade('ENETUNREACH')],
])('lost: %s', (_, look) => expect(looksLost(look)).toBe(true));

it.each<[string, Look]>([
  ['a server that works on it', found('active')],
  ['that waits for a lock', found('active', 'Lock')],
  ['that reads its disk', found('active', 'IO')],
  ['that does not say what it does', found('disabled')],
  ['that hides it', found(null)],
  ['that has not had all of the query yet', { ...found('idle', 'Client'), sent: false }],
  ['behind a pooler', { pooled: true, process: undefined, sent: true }],
  ['that is full', notMade('53300', { reached: true })],
  ['that starts up', notMade('57P03', { reached: true })],
  ['that lets nobody in', notMade('28P01', { reached: true })],
  ['that takes connections and says nothing', notMade('ETIMEDOUT', { reached: true })],
  ['a host without a server', notMade('ECONNREFUSED')],
  ['a name that nobody knows now', notMade('ENOTFOUND', { tried: false })],
  ['a name that is not told in time', notMade('ETIMEDOUT', { tried: false })],
])('not lost: %s', (_, look) => expect(looksLost(look)).toBe(false));
