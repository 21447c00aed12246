import type { SetUpFacts } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { isToSetUp, setUpSteps } from './set-up-steps.ts';

const nowMs = Date.parse('2026-03-18T12:00:00.000Z');
const daysAgo = (days: number) => new Date(nowMs - days * 86_400_000).toISOString();
const fresh: SetUpFacts = {
  ...{ createdAt: daysAgo(0), facts: 0, documents: 0, tried: false, hasOwnLook: false },
  ...{ origins: 0, firstSeenAt: null, inUse: false, people: 1, mails: false },
};
const done: SetUpFacts = {
  ...{ ...fresh, facts: 1, tried: true, hasOwnLook: true },
  ...{ origins: 1, firstSeenAt: daysAgo(0), people: 2, mails: true },
};
const doneOf = (facts: Partial<SetUpFacts>, isOwner = true) =>
  setUpSteps({ ...fresh, ...facts }, isOwner)
    .filter((step) => step.done)
    .map(({ id }) => id)
    .join();

test.each<[what: string, facts: Partial<SetUpFacts>, done: string]>([
  ['nothing', {}, ''],
  ['a fact', { facts: 1 }, 'knowledge'],
  ['a page or file', { documents: 1 }, 'knowledge'],
  ['a question in the sandbox', { tried: true }, 'trial'],
  ['another greeting', { hasOwnLook: true }, 'look'],
  ['origins alone', { origins: 2 }, ''],
  ['a page that showed the chat', { firstSeenAt: daysAgo(0) }, 'pages'],
  ['a colleague, or an invitation', { people: 2 }, 'people'],
  ['mail', { mails: true }, ''],
  ['customers', { tried: true, inUse: true }, 'trial'],
  ['all', done, 'knowledge,trial,look,pages,people'],
])('with %s', (_, facts, ids) => {
  expect(doneOf(facts)).toBe(ids);
});

test('mail is a step where there is none, for whoever owns the installation', () => {
  const hasMail = (facts: Partial<SetUpFacts>, isOwner: boolean) =>
    setUpSteps({ ...fresh, ...facts }, isOwner).some(({ id }) => id === 'mail');
  expect([hasMail({}, true), hasMail({}, false), hasMail({ mails: true }, true)]).toEqual([true, false, false]);
});

test.each<[what: string, facts: Partial<SetUpFacts>, isOwner: boolean, shown: boolean]>([
  ['a new site', {}, true, true],
  ['one that is not used after a year', { createdAt: daysAgo(400) }, true, true],
  ['one that is used since this week', { inUse: true, createdAt: daysAgo(5) }, true, true],
  ['one that is used, and made long ago', { inUse: true, createdAt: daysAgo(31) }, true, false],
  ['one that is ready', done, true, false],
  ['one that lacks mail', { ...done, mails: false }, true, true],
  ['one that lacks mail, for an admin of it', { ...done, mails: false }, false, false],
])('of %s', (_, facts, isOwner, shown) => {
  expect(isToSetUp({ ...fresh, ...facts }, isOwner, nowMs)).toBe(shown);
});
