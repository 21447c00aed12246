import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Acceptance, NewMessage } from '@frontdesk/database';
import fc from 'fast-check';
import { describe, expect, it, test, vi } from 'vitest';
import { GroupIntake, takeGroup } from './group-intake.ts';

const item = (visitorId: string, name: string) => ({ message: { visitorId }, name });
const names = (items: readonly { name: string }[]) => items.map(({ name }) => name).join('');

test.each<[string, [string, string][], string[], number, string, string]>([
  ['nobody waits', [], [], 9, '', ''],
  [
    'all are different',
    [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ],
    [],
    9,
    '123',
    '',
  ],
  [
    'of one visitor only the first',
    [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
      ['a', '4'],
    ],
    [],
    9,
    '12',
    '34',
  ],
  [
    'a visitor whose message is on its way',
    [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ],
    ['a'],
    9,
    '2',
    '13',
  ],
  [
    'no more than may go together',
    [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ],
    [],
    2,
    '12',
    '3',
  ],
  [
    'the order of a visitor’s is kept also beyond',
    [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
      ['c', '4'],
    ],
    [],
    2,
    '12',
    '34',
  ],
])('%s', (_, waiting, busy, most, group, rest) => {
  const taken = takeGroup(
    waiting.map(([visitor, name]) => item(visitor, name)),
    new Set(busy),
    most,
  );
  expect([names(taken.group), names(taken.rest)]).toEqual([group, rest]);
});

it('takes group after group all that wait, each visitor’s in order, never two of one together', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (visitors, most) => {
      let waiting = visitors.map((visitor, index) => ({ message: { visitorId: String(visitor) }, index }));
      const order = new Map<string, number[]>();
      while (waiting.length > 0) {
        const { group, rest } = takeGroup(waiting, new Set(), most);
        expect(group.length).toBeGreaterThan(0);
        expect(group.length).toBeLessThanOrEqual(most);
        expect(new Set(group.map(({ message }) => message.visitorId)).size).toBe(group.length);
        for (const { message, index } of group) {
          order.set(message.visitorId, [...(order.get(message.visitorId) ?? []), index]);
        }
        waiting = rest;
      }
      const all = [...order.values()];
      for (const one of all) expect(one).toEqual(one.toSorted((a, b) => a - b));
      expect(all.flat()).toHaveLength(visitors.length);
    }),
  );
});

const message = (visitorId: string = randomUUID()): NewMessage => ({
  ...{ siteId: randomUUID(), visitorId, clientMessageId: randomUUID(), text: visitorId },
  ...{ receivedAt: new Date(), deadlineAt: new Date() },
});
const accepted = ({ text }: NewMessage): Acceptance => ({
  status: 'fulfilled',
  value: {
    ...{ conversationId: '', messageId: text, generationId: '', seq: 1, duplicate: false, events: [] },
    ...{ cache: 'unasked', round: 0, last: null },
  },
});

describe('GroupIntake', () => {
  /** A store that takes until it is told, and remembers what came together. */
  function heldStore() {
    const groups: string[][] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const intake = new GroupIntake(async (messages) => {
      groups.push(messages.map(({ visitorId }) => visitorId));
      await held;
      return messages.map(accepted);
    });
    return { intake, groups, release };
  }

  it('gives each message its own outcome, and stores together what came while others were on their way', async () => {
    const { intake, groups, release } = heldStore();
    const sizes = () => groups.map((group) => group.length);
    const all = Array.from({ length: 60 }, () => message());
    const waiting = all.slice(0, 1).map((one) => intake.store(one));
    await expect.poll(() => sizes()).toEqual([1]);
    waiting.push(...all.slice(1, 3).map((one) => intake.store(one)));
    await expect.poll(() => sizes()).toEqual([1, 2]);
    // A third group does not start.
    waiting.push(...all.slice(3).map((one) => intake.store(one)));
    await sleep(50);
    expect(sizes()).toEqual([1, 2]);
    release();
    const stored = await Promise.all(waiting);
    expect(stored.map(({ messageId }) => messageId)).toEqual(all.map(({ text }) => text));
    expect(sizes()).toEqual([1, 2, 57]);
  });

  it('never has two messages of one visitor on their way', async () => {
    const { intake, groups, release } = heldStore();
    const visitor = randomUUID();
    const waiting = Array.from({ length: 4 }, () => intake.store(message(visitor)));
    await sleep(50);
    expect(groups).toEqual([[visitor]]);
    release();
    await Promise.all(waiting);
    expect(groups).toEqual([[visitor], [visitor], [visitor], [visitor]]);
  });

  it('goes on after a group that failed, and after a message that was refused', async () => {
    let attempts = 0;
    const intake = new GroupIntake(async (messages) => {
      attempts += 1;
      if (attempts === 1) throw new Error('the store is away');
      return messages.map((one, index) =>
        index === 0 ? { status: 'rejected', reason: new Error('wrong') } : accepted(one),
      );
    });
    const away = [message(), message()].map((one) => intake.store(one));
    for (const one of await Promise.allSettled(away)) {
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'the store is away' } });
    }
    const [wrong, right] = await Promise.allSettled([message(), message()].map((one) => intake.store(one)));
    expect(wrong).toMatchObject({ status: 'rejected', reason: { message: 'wrong' } });
    expect(right?.status).toBe('fulfilled');
  });

  it('refuses who has waited too long for a store that does not keep up', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { intake, groups, release } = heldStore();
      const visitors = [randomUUID(), randomUUID()];
      const first = visitors.map((visitor) => intake.store(message(visitor)));
      await expect.poll(() => groups).toHaveLength(1);
      const late = intake.store(message(visitors[0])).catch((error: unknown) => error);
      vi.advanceTimersByTime(6_000);
      release();
      await Promise.all(first);
      expect(await late).toMatchObject({ code: 'unavailable', retryAfterMs: 1_000 });
      expect(groups).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
