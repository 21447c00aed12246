import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { readPeopleThere } from '../sites/team-settings.ts';
import { newSite } from '../testing/test-site.ts';
import { findAssignee, listAssignees, renewPresence, setAway } from './agents.ts';

let database: Database;
let siteId: string;

beforeAll(() => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
});
afterAll(() => database.$disconnect());
beforeEach(async () => {
  siteId = await createSite();
});

const createSite = () => newSite(database);
async function createMember(name: string, role: 'agent' | 'viewer', site = siteId): Promise<string> {
  const id = randomUUID();
  const memberships = { create: { siteId: site, role } };
  await database.user.create({ data: { id, name, email: `${id}@frontdesk.test`, memberships } });
  return id;
}

it('conversations are given to those who may answer at the site', async () => {
  const ada = await createMember('Ada', 'agent');
  const vera = await createMember('Vera', 'viewer');
  const other = await createMember('Otto', 'agent', await createSite());
  expect(await findAssignee(database, siteId, ada)).toEqual({ id: ada, name: 'Ada' });
  expect(await findAssignee(database, siteId, vera)).toBeNull();
  expect(await findAssignee(database, siteId, other)).toBeNull();
  const team = (await listAssignees(database, siteId)).map(({ id }) => id);
  expect(team).toContain(ada);
  expect(team).not.toContain(vera);
  expect(team).not.toContain(other);
});

const isSomebodyThere = async (id = siteId) => (await readPeopleThere(database, [id], new Date())).get(id)?.available;

it('somebody is there while their page says so, and they do not say that they are away', async () => {
  const userId = await createMember('Ada', 'agent');
  expect(await isSomebodyThere()).toBe(false);
  const there = [
    { userId, siteId },
    { userId, siteId },
    { userId: 'gone', siteId },
  ];
  expect(await renewPresence(database, there)).toEqual([{ userId, siteId }]);
  expect(await renewPresence(database, there)).toEqual([]);
  expect(await isSomebodyThere()).toBe(true);
  expect(await isSomebodyThere(await createSite())).toBe(false);
  await setAway(database, { userId, away: true });
  expect(await isSomebodyThere()).toBe(false);
  await setAway(database, { userId, away: false });
  await database.agentPresence.updateMany({ where: { userId }, data: { seenAt: new Date(Date.now() - 60_000) } });
  expect(await isSomebodyThere()).toBe(false);
  expect(await renewPresence(database, there)).toEqual([{ userId, siteId }]);
});
