import { randomUUID } from 'node:crypto';
import { inboxLimits } from '@frontdesk/protocol';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { createAsked } from '../testing/ended-generations.ts';
import { listChanges } from './audit.ts';
import { createCannedReply, deleteCannedReply, listCannedReplies, updateCannedReply } from './canned-replies.ts';

const actor = { userId: 'u', email: 'admin@frontdesk.test' };
let database: Database;
let siteId: string;
beforeAll(() => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
});
afterAll(() => database.$disconnect());
beforeEach(async () => {
  siteId = (await createAsked(database)).siteId;
});

const make = (shortcut: string, site = siteId) =>
  createCannedReply(database, actor, { siteId: site, shortcut, text: `Text of ${shortcut}` });
const shortcuts = async () => (await listCannedReplies(database, siteId)).map(({ shortcut }) => shortcut);

it('they are made, changed and deleted, each with its entry in the log of changes', async () => {
  const { id } = await make('hello');
  await make('bye');
  expect(await shortcuts()).toEqual(['bye', 'hello']);
  await updateCannedReply(database, actor, { siteId, id, shortcut: 'hi', text: 'Hello {name}' });
  // The same again is no change.
  await updateCannedReply(database, actor, { siteId, id, shortcut: 'hi', text: 'Hello {name}' });
  expect(await shortcuts()).toEqual(['bye', 'hi']);
  await deleteCannedReply(database, actor, { siteId, id });
  expect(await shortcuts()).toEqual(['bye']);
  const changes = await listChanges(database, { siteId, limit: 10 });
  expect(changes.map(({ action, target }) => `${action} ${target}`)).toEqual([
    'canned-reply.deleted /hi',
    'canned-reply.changed /hi',
    'canned-reply.made /bye',
    'canned-reply.made /hello',
  ]);
});

it('a shortcut is one text of a site; another site has its own', async () => {
  const { id } = await make('hello');
  await expect(make('hello')).rejects.toMatchObject({ code: 'shortcut_taken' });
  const other = await make('bye');
  const taken = updateCannedReply(database, actor, { siteId, id: other.id, shortcut: 'hello', text: 'x' });
  await expect(taken).rejects.toMatchObject({ code: 'shortcut_taken' });
  const { siteId: otherSite } = await createAsked(database);
  await make('hello', otherSite);
  const crossed = { siteId: otherSite, id };
  await expect(deleteCannedReply(database, actor, crossed)).rejects.toMatchObject({ code: 'not_found' });
  const change = updateCannedReply(database, actor, { ...crossed, shortcut: 'mine', text: 'x' });
  await expect(change).rejects.toMatchObject({ code: 'not_found' });
  // Two at once: one of them has it.
  const both = await Promise.allSettled([make('twice'), make('twice')]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

it('one that somebody else has changed meanwhile is not written over', async () => {
  const { id, ...loaded } = await make('hello');
  const edit = (part: object) => updateCannedReply(database, actor, { siteId, id, ...loaded, ...part, loaded });
  await edit({ shortcut: 'hi' });
  // The shortcut that it had is another one's by now.
  await make('hello');
  await edit({ text: 'Hello {name}' });
  await expect(edit({ text: 'Hello!' })).rejects.toMatchObject({ code: 'changed_meanwhile' });
  const [, reply] = await listCannedReplies(database, siteId);
  expect(reply).toEqual({ id, shortcut: 'hi', text: 'Hello {name}' });
});

it('a site has no more than it may', async () => {
  const data = Array.from({ length: inboxLimits.cannedReplies }, () => ({ siteId, shortcut: randomUUID(), text: 'x' }));
  await database.cannedReply.createMany({ data });
  await expect(make('hello')).rejects.toMatchObject({ code: 'bad_request' });
});
