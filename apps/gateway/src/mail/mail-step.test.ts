import { expect, test } from 'vitest';
import { mailStep, retryAfterMs } from './mail-step.ts';

const mail = {
  ...{ email: 'ann@example.org', goneMs: 90_000, waitingMs: 60_000 },
  replies: [{ seq: 4, text: 'Yes.', author: 'Ada', attachments: [] }],
};

test('what was not seen is mailed to who has left, and waits while they are there', () => {
  expect(mailStep(mail)).toEqual({ kind: 'send', email: 'ann@example.org' });
  expect(mailStep({ ...mail, goneMs: 10_000 })).toMatchObject({ kind: 'wait' });
  expect(mailStep({ ...mail, goneMs: 10_000, waitingMs: 20 * 60_000 })).toMatchObject({ kind: 'send' });
  expect(mailStep({ ...mail, replies: [] })).toEqual({ kind: 'settle' });
  expect(mailStep({ ...mail, email: null })).toEqual({ kind: 'settle' });
});

test('a server that is away is tried for hours, one that refuses for good is not', () => {
  const waits = Array.from({ length: 8 }, (_, before) => retryAfterMs(before + 1, undefined));
  expect(waits.slice(0, 3)).toEqual([30_000, 120_000, 480_000]);
  expect(waits.at(-1)).toBeNull();
  expect(retryAfterMs(1, 550)).toBeNull();
  expect(retryAfterMs(1, 451)).toBe(30_000);
});
