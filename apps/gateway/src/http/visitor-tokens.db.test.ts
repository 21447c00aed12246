import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import { readWidgetSettings, ticketResponse, visitorTokenResponse, widgetSettings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { letterAddress } from '../access/letter-address.ts';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { startTestGateway, testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();

async function post(path: string, body: object, origin: string) {
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

test('the loader is told how the site’s widget looks', async () => {
  const site = await createTestSite(database);
  const settingsOf = async () => {
    const { body } = await post('/v1/tickets', { siteKey: site.key }, site.origin);
    return ticketResponse.parse(body).site.settings;
  };
  expect(await settingsOf()).toEqual(readWidgetSettings({}));

  const wanted = widgetSettings.parse({ position: 'left', launcherText: 'Help', preChat: { email: 'required' } });
  await database.site.update({ where: { id: site.id }, data: { widgetSettings: wanted } });
  expect(await settingsOf()).toEqual(wanted);
});

test('the launcher’s texts are in the language that the page wants, then the site, then page and browser', async () => {
  const site = await createTestSite(database);
  const openIn = async (wishes: object) => {
    const { body } = await post('/v1/tickets', { siteKey: site.key, ...wishes }, site.origin);
    return ticketResponse.parse(body).texts?.open;
  };
  expect(await openIn({})).toBe('Open chat');
  expect(await openIn({ languages: ['', 'x y', 'xx', 'nl-BE', 'fr'] })).toBe('Chat openen');
  await database.site.update({ where: { id: site.id }, data: { widgetSettings: { locale: 'de' } } });
  expect(await openIn({ languages: ['nl'] })).toBe('Chat öffnen');
  expect(await openIn({ locale: 'fr-CA', languages: ['nl'] })).toBe('Ouvrir le chat');
});

test('a ticket may be asked for in plain text, which a browser sends to another origin at once; nothing else may', async () => {
  const site = await createTestSite(database);
  const ask = async (path: string, body: string) => {
    const headers = { 'content-type': 'text/plain;charset=UTF-8', origin: site.origin };
    return (await fetch(`${gateway.url}${path}`, { method: 'POST', headers, body })).status;
  };
  expect(await ask('/v1/tickets', JSON.stringify({ siteKey: site.key }))).toBe(200);
  expect(await ask('/v1/tickets', 'siteKey')).toBe(400);
  expect(await ask('/v1/visitor-tokens', '{}')).toBe(415);
});

test('a ticket is worth nothing once its page is none of the site’s any more', async () => {
  const site = await createTestSite(database);
  const { body } = await post('/v1/tickets', { siteKey: site.key }, site.origin);
  const { ticket } = ticketResponse.parse(body);
  const exchange = () => post('/v1/visitor-tokens', { ticket }, gateway.url);
  expect((await exchange()).status).toBe(200);
  await database.site.update({ where: { id: site.id }, data: { allowedOrigins: ['https://other.example'] } });
  expect(await exchange()).toMatchObject({ status: 403, body: { error: { code: 'origin_refused' } } });
});

test('a letter’s link counts as long as its customer is written to where it went', async () => {
  const site = await createTestSite(database);
  const { id: visitor } = await createTestVisitor(database, site.id);
  const conversation = randomUUID();
  await database.visitor.update({ where: { id: visitor }, data: { email: 'ann@example.org' } });
  await database.conversation.create({ data: { id: conversation, siteId: site.id, visitorId: visitor } });
  const tokens = createSignedTokens(testSecret);
  const open = async (address?: string) => {
    const { token } = await tokens.signResumption({ site: site.id, visitor, conversation, address });
    const { body } = await post('/v1/tickets', { siteKey: site.key, resumeToken: token }, site.origin);
    return (await tokens.readTicket(ticketResponse.parse(body).ticket)).visitor;
  };
  const ofAnn = letterAddress(conversation, 'ann@example.org');
  const ofAnne = letterAddress(conversation, 'anne@example.org');
  expect([await open(ofAnn), await open(ofAnne)]).toEqual([visitor, undefined]);
  const contact = { where: { id: conversation }, data: { contactEmail: 'anne@example.org' } };
  await database.conversation.update(contact);
  expect([await open(ofAnn), await open(ofAnne)]).toEqual([undefined, visitor]);
  await database.conversation.delete({ where: { id: conversation } });
  expect(await open(ofAnne)).toBeUndefined();
  // Of the version before, until it runs out.
  expect(await open()).toBe(visitor);
});

test('what a letter’s link opens ends with it, however often it is exchanged', async () => {
  const site = await createTestSite(database);
  const { id: visitor, token: own } = await createTestVisitor(database, site.id);
  const tokens = createSignedTokens(testSecret);
  const { token: resumeToken, expiresAt } = await tokens.signResumption({ site: site.id, visitor });
  const ticketFor = async (asked: object) => {
    const { body } = await post('/v1/tickets', { siteKey: site.key, ...asked }, site.origin);
    return ticketResponse.parse(body).ticket;
  };
  const exchange = async (ticket: string, visitorToken?: string) => {
    const { body } = await post('/v1/visitor-tokens', { ticket, visitorToken }, gateway.url);
    return visitorTokenResponse.parse(body);
  };
  const first = await exchange(await ticketFor({ resumeToken }));
  const second = await exchange(await ticketFor({}), first.visitorToken);
  for (const one of [first, second]) {
    expect(one).toMatchObject({ visitorId: visitor, expiresAt: expiresAt.toISOString() });
  }
  // By their own token they stay.
  const ofTheirs = await exchange(await ticketFor({}), own);
  expect(ofTheirs.visitorId).toBe(visitor);
  expect(Date.parse(ofTheirs.expiresAt)).toBeGreaterThan(expiresAt.getTime());
});

test('wrong site keys are limited by their address, and hinder nobody who has a right one', async () => {
  const site = await createTestSite(database);
  const strict = await startTestGateway({ ADDRESS_MINTS_PER_MINUTE: '2', TRUST_PROXY: '1' });
  const ask = async (address: string, siteKey: string) => {
    const headers = { 'content-type': 'application/json', origin: site.origin, 'x-forwarded-for': address };
    const asked = { method: 'POST', headers, body: JSON.stringify({ siteKey }) };
    return (await fetch(`${strict.url}/v1/tickets`, asked)).status;
  };
  try {
    // Another one each time: they count together.
    for (const [place, status] of [404, 404, 429].entries()) {
      expect(await ask('192.0.2.1', `nobody-${place}`)).toBe(status);
    }
    for (const status of [200, 200, 429]) expect(await ask('192.0.2.1', site.key)).toBe(status);
    expect(await ask('192.0.2.2', site.key)).toBe(200);
  } finally {
    await strict.close();
  }
});
