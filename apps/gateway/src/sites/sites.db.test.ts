import { randomUUID } from 'node:crypto';
import { readPromptMaterial } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import {
  type AuditPage,
  type PromptVersionView,
  type SiteSettingsView,
  standardRates,
  type TeamSettings,
  type TeamSettingsView,
} from '@frontdesk/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import { askGateway } from '../testing/ask-gateway.ts';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';

const database = useTestDatabase();
const gateway = await useTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
await createTestOwner(database);
const installation = await signInCookie(gateway);
let site: TestSite;
let adminCookie: string;
beforeEach(async () => {
  site = await createTestSite(database);
  adminCookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'admin' }));
});

const ask = <Body>(cookie: string, method: string, path: string, body?: object) =>
  askGateway<Body>(gateway, cookie, method, path, body);
const ofSite = (path: string) => `admin/sites/${site.id}/${path}`;
const ofTeam = <Body>(method: string, body?: object) => ask<Body>(adminCookie, method, ofSite('team'), body);
const changes = async () => (await ask<AuditPage>(adminCookie, 'GET', ofSite('audit'))).body.entries;

describe('sites', () => {
  const settings = {
    ...{ name: 'Shop', allowedOrigins: ['https://a.example', 'http://localhost:*'], greeting: 'Hi', colour: '#AABBCC' },
    ...{ suggestions: ['Do you ship?'], widget: { position: 'left' } },
  };

  test('are made by owners of the installation, with a prompt', async () => {
    const body = { name: 'New shop', allowedOrigins: [] };
    expect((await ask(adminCookie, 'POST', 'admin/sites', body)).code).toBe('forbidden');
    const made = await ask<{ siteId: string }>(installation, 'POST', 'admin/sites', body);
    expect(made.status).toBe(201);
    const path = `admin/sites/${made.body.siteId}/prompts`;
    expect((await ask<PromptVersionView[]>(installation, 'GET', path)).body).toMatchObject([
      { number: 1, published: true },
    ]);
  });

  test('are set up, and what has changed is written down', async () => {
    expect((await ask(adminCookie, 'PUT', ofSite('settings'), settings)).status).toBe(204);
    expect((await ask(adminCookie, 'GET', ofSite('settings'))).body).toMatchObject({
      ...{ ...settings, key: site.key, colour: '#aabbcc' },
      widget: { position: 'left', launcherIcon: 'chat' },
    });
    await ask(adminCookie, 'PUT', ofSite('settings'), settings);
    const { entries } = (await ask<AuditPage>(adminCookie, 'GET', ofSite('audit?action=site.'))).body;
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ before: { name: 'Test shop' }, after: { name: 'Shop', greeting: 'Hi' } });
  });

  test('show their people how many messages they may take; owners of the installation say it, and that is written down', async () => {
    const owner = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role: 'owner' }));
    const path = ofSite('message-limits');
    const made = { name: 'Unlimited', allowedOrigins: [] };
    const { siteId } = (await ask<{ siteId: string }>(installation, 'POST', 'admin/sites', made)).body;
    expect((await ask(installation, 'GET', `admin/sites/${siteId}/message-limits`)).body).toEqual({
      ...{ dailyMessageLimit: standardRates.messagesPerSiteDay, httpMessagesPerMinute: null },
    });
    const limits = { dailyMessageLimit: 20_000, httpMessagesPerMinute: 900 };
    for (const cookie of [adminCookie, owner]) expect((await ask(cookie, 'PUT', path, limits)).code).toBe('forbidden');
    expect((await ask(installation, 'PUT', path, limits)).status).toBe(204);
    expect((await ask(adminCookie, 'GET', path)).body).toEqual(limits);
    for (const wrong of [{ dailyMessageLimit: 0 }, { dailyMessageLimit: 1.5 }, { httpMessagesPerMinute: -1 }])
      expect((await ask(installation, 'PUT', path, { ...limits, ...wrong })).code).toBe('bad_request');
    // Another owner has loaded them before.
    const mine = { ...limits, httpMessagesPerMinute: null };
    await ask(installation, 'PUT', path, { dailyMessageLimit: 30_000, httpMessagesPerMinute: 900 });
    await ask(installation, 'PUT', path, { ...mine, before: limits });
    expect((await ask(adminCookie, 'GET', path)).body).toEqual({
      ...{ dailyMessageLimit: 30_000, httpMessagesPerMinute: null },
    });
    const [last] = await changes();
    expect(last).toMatchObject({
      ...{ action: 'site.limits-changed', target: 'Test shop' },
      ...{ before: { httpMessagesPerMinute: 900 }, after: { httpMessagesPerMinute: null } },
    });
  });

  test('what one admin has changed stays when another saves a page that was loaded before', async () => {
    await ask(adminCookie, 'PUT', ofSite('settings'), settings);
    const { key, ...before } = (await ask<SiteSettingsView>(adminCookie, 'GET', ofSite('settings'))).body;
    const others = { allowedOrigins: [...before.allowedOrigins, 'https://b.example'] };
    await ask(adminCookie, 'PUT', ofSite('settings'), {
      ...{ ...before, ...others, before },
      widget: { ...before.widget, offsetX: 40 },
    });
    const mine = { ...before, colour: '#112233', widget: { ...before.widget, launcherText: 'Help' } };
    expect((await ask(adminCookie, 'PUT', ofSite('settings'), { ...mine, before })).status).toBe(204);
    expect((await ask(adminCookie, 'GET', ofSite('settings'))).body).toEqual({
      ...{ ...mine, ...others, key },
      widget: { ...mine.widget, offsetX: 40 },
    });
    const [last] = await changes();
    expect(Object.keys(last?.after ?? {})).toEqual(['colour', 'widget']);
  });

  test.each([
    ['origins with a path', { allowedOrigins: ['https://shop.example/chat'] }],
    ['every origin', { allowedOrigins: ['*'] }],
    ['no name', { name: '  ' }],
    ['a colour that is more than one', { colour: 'red;}' }],
  ])('are not given %s', async (_, wrong) => {
    expect((await ask(adminCookie, 'PUT', ofSite('settings'), { ...settings, ...wrong })).code).toBe('bad_request');
    expect(await changes()).toEqual([]);
  });

  test('a prompt is saved, published, and rolled back', async () => {
    const versions = async () => (await ask<PromptVersionView[]>(adminCookie, 'GET', ofSite('prompts'))).body;
    const live = async () => (await versions()).filter(({ published }) => published).map(({ number }) => number);
    const saved = await ask<{ promptVersionId: string }>(adminCookie, 'POST', ofSite('prompts'), {
      systemPrompt: 'Be brief.',
    });
    expect(await live()).toEqual([1]);
    const publish = (id: string | undefined) => ask(adminCookie, 'POST', ofSite(`prompts/${id}/publish`));
    expect((await publish(saved.body.promptVersionId)).status).toBe(204);
    expect(await live()).toEqual([2]);
    expect((await publish((await versions()).at(-1)?.id)).status).toBe(204);
    expect(await live()).toEqual([1]);
    expect((await changes()).map(({ action }) => action)).toEqual([
      'prompt.rolled-back',
      'prompt.published',
      'prompt.saved',
    ]);
    const other = await createTestSite(database);
    const [foreign] = await database.promptVersion.findMany({ where: { siteId: other.id } });
    expect((await publish(foreign?.id)).code).toBe('not_found');
  });
});

test('a version that is not published answers whoever tries it, and nobody else', async () => {
  const { body } = await ask<{ promptVersionId: string }>(adminCookie, 'POST', ofSite('prompts'), {
    systemPrompt: 'Try me.',
  });
  const { promptVersionId } = body;
  const { ticket } = (
    await ask<{ ticket: string }>(adminCookie, 'POST', ofSite('sandbox-tickets'), { promptVersionId })
  ).body;
  const { visitorId } = (await ask<{ visitorId: string }>('', 'POST', 'visitor-tokens', { ticket })).body;
  const customer = await createTestVisitor(database, site.id);
  const promptOf = async (visitor: string) => {
    const place = { siteId: site.id, conversationId: randomUUID() };
    await database.conversation.create({ data: { id: place.conversationId, siteId: site.id, visitorId: visitor } });
    const { id } = await database.message.create({
      data: { ...place, visitorId: visitor, role: 'visitor', text: 'Hello' },
    });
    return (await readPromptMaterial(database, { ...place, questionMessageId: id })).systemPrompt;
  };
  expect([await promptOf(visitorId), await promptOf(customer.id)]).toEqual(['Try me.', 'You answer.']);
  const other = await createTestSite(database);
  const foreign = await ask(installation, 'POST', `admin/sites/${other.id}/sandbox-tickets`, { promptVersionId });
  expect(foreign.code).toBe('not_found');
});

test('hours and hand-over are saved, read back and written down', async () => {
  const ada = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const before = await ofTeam<TeamSettingsView>('GET');
  expect(before.body.settings).toEqual({ hours: null, handOver: 'doubt', members: null, letterAfterMinutes: 10 });
  expect(before.body.team.map(({ id }) => id)).toContain(ada.userId);
  const settings: TeamSettings = {
    hours: { timeZone: 'Europe/Berlin', days: [[{ from: '09:00', to: '12:00' }], [], [], [], [], [], []] },
    ...{ handOver: 'wish', members: [ada.userId], letterAfterMinutes: null },
  };
  expect((await ofTeam('PUT', settings)).status).toBe(204);
  expect((await ofTeam('PUT', settings)).status).toBe(204);
  expect((await ofTeam<TeamSettingsView>('GET')).body.settings).toEqual(settings);
  const { body: audit } = await ask<AuditPage>(adminCookie, 'GET', ofSite('audit?action=site.team'));
  expect(audit.entries).toMatchObject([{ action: 'site.team-changed', before: before.body.settings, after: settings }]);
});

test('hours and people that one admin has changed stay when another saves a page that was loaded before', async () => {
  const ada = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const days = [[{ from: '09:00', to: '12:00' }], [], [], [], [], [], []];
  const before: TeamSettings = {
    ...{ hours: { timeZone: 'Europe/Berlin', days }, handOver: 'doubt', members: null },
    letterAfterMinutes: 10,
  };
  await ofTeam('PUT', before);
  const others = { members: [ada.userId], hours: { timeZone: 'UTC', days } };
  await ofTeam('PUT', { ...before, ...others, before });
  const mine = [[], ...days.slice(1)];
  await ofTeam('PUT', { ...before, handOver: 'wish', hours: { ...before.hours, days: mine }, before });
  expect((await ofTeam<TeamSettingsView>('GET')).body.settings).toEqual({
    ...{ ...others, handOver: 'wish', letterAfterMinutes: 10 },
    hours: { timeZone: 'UTC', days: mine },
  });
});

describe('exceptional days', () => {
  const days = [[{ from: '09:00', to: '12:00' }], [], [], [], [], [], []];
  const week: TeamSettings = {
    ...{ hours: { timeZone: 'UTC', days }, handOver: 'doubt', members: null, letterAfterMinutes: 10 },
  };
  const withDays = (exceptions: Record<string, { from: string; to: string }[]>): TeamSettings => ({
    ...week,
    hours: { timeZone: 'UTC', days, exceptions },
  });
  const short = [{ from: '10:00', to: '11:00' }];
  const told = async () => (await ofTeam<TeamSettingsView>('GET')).body.settings;
  const entries = async () => (await ask<AuditPage>(adminCookie, 'GET', ofSite('audit?action=site.team'))).body.entries;

  test('are saved and read back, and stay where a page that does not know of them is saved', async () => {
    const saved = withDays({ '2999-12-24': short, '2999-12-25': [] });
    expect((await ofTeam('PUT', saved)).status).toBe(204);
    expect(await told()).toEqual(saved);
    expect((await ofTeam('PUT', { ...week, handOver: 'wish', before: week })).status).toBe(204);
    expect(await told()).toEqual({ ...saved, handOver: 'wish' });
  });

  test('letters stay as they are where a page of the version before them is saved', async () => {
    await ofTeam('PUT', { ...week, letterAfterMinutes: null });
    const { letterAfterMinutes: _, ...former } = week;
    expect((await ofTeam('PUT', { ...former, handOver: 'wish', before: former })).status).toBe(204);
    expect(await told()).toMatchObject({ handOver: 'wish', letterAfterMinutes: null });
  });

  test('that two people add to none, and of which one takes theirs out again, are all those that are left', async () => {
    const none = withDays({});
    await ofTeam('PUT', none);
    expect(await told()).toEqual(week);
    await ofTeam('PUT', { ...withDays({ '2999-12-24': [] }), before: none });
    await ofTeam('PUT', { ...withDays({ '2999-12-25': [] }), before: none });
    expect(await told()).toEqual(withDays({ '2999-12-24': [], '2999-12-25': [] }));
    await ofTeam('PUT', { ...none, before: withDays({ '2999-12-24': [] }) });
    expect(await told()).toEqual(withDays({ '2999-12-25': [] }));
    // The last one, too, stays out where somebody else adds one.
    const last = withDays({ '2999-12-25': [] });
    await ofTeam('PUT', { ...none, before: last });
    await ofTeam('PUT', { ...withDays({ '2999-12-25': [], '2999-12-31': [] }), before: last });
    expect(await told()).toEqual(withDays({ '2999-12-31': [] }));
  });

  test('that are over are not told any more, and nobody has taken them out', async () => {
    const stored = withDays({ '2020-12-25': [], '2999-12-25': [] });
    await database.site.update({ where: { id: site.id }, data: { teamSettings: stored } });
    expect(await told()).toEqual(withDays({ '2999-12-25': [] }));
    expect((await ofTeam('PUT', { ...stored, before: stored })).status).toBe(204);
    expect(await entries()).toEqual([]);
    await ofTeam('PUT', { ...stored, handOver: 'wish', before: stored });
    expect(await entries()).toMatchObject([{ before: { handOver: 'doubt' }, after: { handOver: 'wish' } }]);
    expect(Object.keys((await entries())[0]?.before ?? {})).toEqual(['handOver']);
    const { teamSettings } = await database.site.findUniqueOrThrow({ where: { id: site.id } });
    expect(teamSettings).toMatchObject({ hours: { exceptions: { '2999-12-25': [] } } });
    expect(JSON.stringify(teamSettings)).not.toContain('2020-12-25');
  });
});

test('who was chosen and may answer no more is not told any more: what was read can be saved', async () => {
  const ada = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const vera = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const chosen = [ada.userId, vera.userId];
  await ofTeam('PUT', { hours: null, handOver: 'doubt', members: chosen });
  await database.membership.deleteMany({ where: { userId: vera.userId, siteId: site.id } });
  const { settings } = (await ofTeam<TeamSettingsView>('GET')).body;
  expect(settings.members).toEqual([ada.userId]);
  expect((await ofTeam('PUT', { ...settings, handOver: 'wish' })).status).toBe(204);
});

test('people who may not answer there, and hours that are none, are refused', async () => {
  const good = { hours: null, handOver: 'doubt', members: null };
  const vera = await createTestMember(database, { siteId: site.id, role: 'viewer' });
  for (const [wrong, code] of [
    [{ ...good, members: [vera.userId] }, 'agent_unknown'],
    [{ ...good, members: [] }, 'bad_request'],
    [{ ...good, handOver: 'sometimes' }, 'bad_request'],
    [{ ...good, hours: { timeZone: 'Mars/Olympus', days: Array(7).fill([]) } }, 'bad_request'],
    [{ ...good, hours: { timeZone: 'UTC', days: Array(7).fill([]), exceptions: { '2027-02-30': [] } } }, 'bad_request'],
  ] as const) {
    expect(await ofTeam('PUT', wrong)).toMatchObject({ body: { error: { code } } });
  }
});
