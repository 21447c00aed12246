import type { Database } from '@frontdesk/database';
import type { Answering, SavedAnswering } from '@frontdesk/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createTestSite, openTestDatabase, type TestSite } from '../testing/test-site.ts';

let database: Database;
let gateway: TestGateway;
let cookie: string;
let site: TestSite;

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway();
  await createTestOwner(database);
  cookie = await signInCookie(gateway);
  site = await createTestSite(database);
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});

async function ask<Body>(method: string, body?: object, path = 'answering'): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${gateway.url}/v1/admin/sites/${site.id}/${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : null) as Body };
}

test('a site answers as it is told, in its own words', async () => {
  const { body: before } = await ask<Answering>('GET');
  expect(before).toMatchObject({ mode: 'quote', languages: ['en'] });
  expect(before.replies.every(({ own }) => own === null)).toBe(true);

  const answering = { mode: 'phrase', languages: ['en', 'de'], replyTexts: { hello: 'Welcome to {site}!' } };
  expect(await ask<SavedAnswering>('PUT', answering)).toEqual({ status: 200, body: { problems: [] } });
  const { body: after } = await ask<Answering>('GET');
  expect(after).toMatchObject({ mode: 'phrase', languages: ['en', 'de'] });
  expect(after.replies.filter(({ own }) => own !== null)).toMatchObject([{ id: 'hello', own: 'Welcome to {site}!' }]);
});

test('a site may have all replies of all languages in its own words, as long as they may be', async () => {
  const { replies } = (await ask<Answering>('GET')).body;
  const longest = (text: string) => text.replace(/:?$/, (end) => `${'木'.repeat(300 - text.length)}${end}`);
  const replyTexts = Object.fromEntries(replies.map(({ id, text }) => [id, longest(text)]));
  const answering = { mode: 'quote', languages: ['en'], replyTexts };
  expect(await ask<SavedAnswering>('PUT', { ...answering, before: answering })).toEqual({
    status: 200,
    body: { problems: [] },
  });
});

test('what one admin has changed stays when another saves a page that was loaded before', async () => {
  const sampling = { temperature: 0.7, maxTokens: 100 };
  const before = {
    mode: 'phrase',
    caution: 'balanced',
    languages: ['en'],
    replyTexts: { hello: 'Welcome!' },
    sampling,
  };
  await ask('PUT', before);
  const others = { languages: ['en', 'de'], replyTexts: { hello: 'Welcome!', 'no-details': 'I know little.' } };
  await ask('PUT', { ...before, ...others, sampling: { ...sampling, maxTokens: 200 }, before });
  const mine = { replyTexts: { hello: 'Welcome to {site}!' }, sampling: { ...sampling, temperature: 0.5 } };
  expect((await ask<SavedAnswering>('PUT', { ...before, ...mine, before })).body.problems).toEqual([]);
  const { body } = await ask<Answering>('GET');
  expect(body).toMatchObject({
    mode: 'phrase',
    languages: ['en', 'de'],
    sampling: { temperature: 0.5, maxTokens: 200 },
  });
  const own = body.replies.flatMap(({ id, own }) => (own === null ? [] : [[id, own]]));
  expect(Object.fromEntries(own)).toEqual({ hello: 'Welcome to {site}!', 'no-details': 'I know little.' });
  // Beside what others have written, it may be what can not be told apart.
  const twin = { ...before, replyTexts: { ...before.replyTexts, 'not-known': 'I know little.' } };
  expect((await ask<SavedAnswering>('PUT', { ...twin, before })).body.problems).not.toEqual([]);
});

test('own words that a new name of the site has begin like others are told of', async () => {
  await ask('PUT', { mode: 'quote', languages: ['en'], replyTexts: { hello: '{site} welcomes you!' } });
  expect((await ask<Answering>('GET')).body.problems).toEqual([]);
  const { name } = await database.site.findUniqueOrThrow({ where: { id: site.id } });
  await database.site.update({ where: { id: site.id }, data: { name: 'I-Shop' } });
  expect((await ask<Answering>('GET')).body.problems).toMatchObject([{ id: 'hello' }]);
  await database.site.update({ where: { id: site.id }, data: { name } });
});

test('free wording is sampled as the site says, within bounds, and stays so where nothing is said of it', async () => {
  const answering = { mode: 'phrase', languages: ['en'], replyTexts: {} };
  const own = { temperature: 0.7, maxTokens: 100 };
  await ask('PUT', { ...answering, sampling: own });
  expect((await ask<Answering>('GET')).body).toMatchObject({ sampling: own, usualSampling: { topP: 0.9 } });
  const { knowledgeVersion } = await database.site.findUniqueOrThrow({ where: { id: site.id } });
  await ask('PUT', answering);
  expect((await ask<Answering>('GET')).body.sampling).toEqual(own);
  const entries = () => database.auditEntry.findMany({ where: { siteId: site.id }, orderBy: { id: 'desc' } });
  expect((await entries())[0]?.after).toMatchObject({ sampling: own });
  // The same again is no change: it is not written down, and what is kept of answers stays.
  const replyTexts = { 'no-details': 'I know little.', hello: 'Welcome!' };
  await ask('PUT', { ...answering, replyTexts });
  const { length } = await entries();
  await ask('PUT', { ...answering, replyTexts });
  expect(await entries()).toHaveLength(length);
  expect(await database.site.findUniqueOrThrow({ where: { id: site.id } })).toMatchObject({
    knowledgeVersion: knowledgeVersion + 1,
  });
  await ask('PUT', { ...answering, sampling: {} });
  expect((await ask<Answering>('GET')).body.sampling).toEqual({});
});

test('how sure it must be is kept, and stays so where nothing is said of it', async () => {
  const answering = { mode: 'quote', languages: ['en'], replyTexts: {} };
  await ask('PUT', { ...answering, caution: 'forthcoming' });
  await ask('PUT', { ...answering, languages: ['en', 'de'] });
  expect((await ask<Answering>('GET')).body).toMatchObject({ caution: 'forthcoming', languages: ['en', 'de'] });
  const { status } = await ask('PUT', { ...answering, caution: 'reckless' });
  expect(status).toBe(400);
});

test('a site that hands nothing over offers nobody, and says its own words all the same', async () => {
  const answering = { mode: 'quote', languages: ['en'], replyTexts: { 'no-details': 'I know little of {site}.' } };
  await ask('PUT', answering);
  const offers = async () => {
    const { replies } = (await ask<Answering>('GET')).body;
    return replies.filter(({ text }) => /\bteam/i.test(text)).length;
  };
  expect(await offers()).toBeGreaterThan(20);
  const { knowledgeVersion: before } = await database.site.findUniqueOrThrow({ where: { id: site.id } });
  await ask('PUT', { hours: null, handOver: 'off', members: null }, 'team');
  expect(await offers()).toBe(0);
  const { replies } = (await ask<Answering>('GET')).body;
  expect(replies.find(({ id }) => id === 'no-details')).toMatchObject({ own: 'I know little of {site}.' });
  // What was kept for the next who asks the same may offer somebody.
  expect(await database.site.findUniqueOrThrow({ where: { id: site.id } })).toMatchObject({
    knowledgeVersion: before + 1,
  });
  // A wording is compared with what is said instead of the others.
  const twin = replies.find(({ id }) => id === 'not-known')?.text;
  const { body } = await ask<SavedAnswering>('PUT', { ...answering, replyTexts: { 'no-details': twin } });
  expect(body.problems).toMatchObject([{ id: 'no-details', problem: 'Another entry says the same.' }]);
  await ask('PUT', { hours: null, handOver: 'doubt', members: null }, 'team');
  expect(await offers()).toBeGreaterThan(20);
});

test('nothing is saved of wordings that can not be told apart', async () => {
  const answering = { mode: 'plain', languages: ['en'], replyTexts: { hello: 'I greet you.' } };
  const { body } = await ask<SavedAnswering>('PUT', answering);
  expect(body.problems).toMatchObject([{ id: 'hello' }]);
  // With the name that the site has.
  const greeting = { ...answering, replyTexts: { hello: '{site} welcomes you!' } };
  await database.site.update({ where: { id: site.id }, data: { name: 'Iberia' } });
  expect((await ask<SavedAnswering>('PUT', greeting)).body.problems).toMatchObject([{ id: 'hello' }]);
  expect((await database.site.findUniqueOrThrow({ where: { id: site.id } })).answerMode).not.toBe('plain');
});

test.each([
  { mode: 'loud', languages: ['en'], replyTexts: {} },
  { mode: 'quote', languages: [], replyTexts: {} },
  { mode: 'quote', languages: ['English'], replyTexts: {} },
  { mode: 'quote', languages: ['nb'], replyTexts: {} },
  { mode: 'quote', languages: ['en'], replyTexts: { hello: 'a'.repeat(301) } },
  { mode: 'plain', languages: ['en'], replyTexts: {}, sampling: { temperature: 1.6 } },
  { mode: 'plain', languages: ['en'], replyTexts: {}, sampling: { topP: 0 } },
  { mode: 'plain', languages: ['en'], replyTexts: {}, sampling: { maxTokens: 5_000 } },
])('what can not be read is refused: %j', async (body) => {
  expect(await ask('PUT', body)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
});
