import { randomUUID } from 'node:crypto';
import type { Database } from '@frontdesk/database';
import { type Action, agentRequestActions, agentRequests, may, type Result, roles } from '@frontdesk/protocol';
import { fastify } from 'fastify';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AdminRoute } from './access/admin-requests.ts';
import { serveAdminRoutes } from './http/admin-routes.ts';
import { createTestMember, createTestOwner, signInCookie } from './testing/test-admin.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { createTestSite, createTestVisitor, openTestDatabase, type TestSite } from './testing/test-site.ts';

/** Handlers are not called: only the table of routes is asked for. */
async function adminRoutes(): Promise<AdminRoute[]> {
  const app = fastify();
  const found: AdminRoute[] = [];
  await app.register(async (scope) => {
    await serveAdminRoutes(scope, {} as never);
    found.push(...scope.adminRoutes.filter(({ method, url }) => method !== 'HEAD' && !url.endsWith('*')));
  });
  await app.ready();
  return found;
}
const routes = await adminRoutes();
const events = Object.keys(agentRequests) as (keyof typeof agentRequests)[];

let database: Database;
let gateway: TestGateway;
let site: TestSite;
let otherSite: TestSite;
/** Cookies: of the installation's owner, of a member of the site for each role, of an owner of another site. */
const cookies = { installation: '', stranger: '', ...Object.fromEntries(roles.map((role) => [role, ''])) } as Record<
  'installation' | 'stranger' | (typeof roles)[number],
  string
>;
type Who = keyof typeof cookies;

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
  site = await createTestSite(database);
  otherSite = await createTestSite(database);
  await createTestOwner(database);
  cookies.installation = await signInCookie(gateway);
  for (const role of roles) {
    cookies[role] = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role }));
  }
  const stranger = await createTestMember(database, { siteId: otherSite.id, role: 'owner' });
  cookies.stranger = await signInCookie(gateway, stranger);
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});

/** Asks without a body: what is looked at before the body has to refuse. @returns the coded error, or null */
async function askRoute({ method, url }: AdminRoute, who: Who): Promise<string | null> {
  const path = url.replace(':siteId', site.id).replace(/:\w+/g, () => randomUUID());
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { cookie: cookies[who], origin: gateway.url },
  });
  const text = await response.text();
  return response.ok ? null : ((JSON.parse(text) as { error: { code: string } }).error.code ?? text);
}

describe('routes', () => {
  test('there is one for each thing that can be done, and each names its site', () => {
    expect(routes.length).toBeGreaterThan(15);
    const own = routes.filter(({ url }) => !url.includes('/sites/:siteId'));
    const ofAll = ['session', 'site.create', 'installation.read'];
    expect(own.filter(({ needs }) => !ofAll.includes(needs))).toEqual([]);
  });

  test('one that does not say what it needs can’t be registered', async () => {
    const app = fastify();
    await expect(
      app.register(async (scope) => {
        await serveAdminRoutes(scope, {} as never);
        scope.get('/v1/admin/sites/:siteId/forgotten', () => 'all');
      }),
    ).rejects.toThrow('does not say what it needs');
  });

  const ofSites = routes.filter(({ url }) => url.includes(':siteId'));
  test.each(ofSites)('$method $url ($needs)', async (route) => {
    const needed = route.needs as Action;
    // Allowed: whatever else is wrong with the request.
    expect(['forbidden', 'sign_in_required', 'internal']).not.toContain(await askRoute(route, 'installation'));
    expect(await askRoute(route, 'stranger')).toBe('forbidden');
    for (const role of roles) {
      const code = await askRoute(route, role);
      if (may(role, needed)) expect([role, code]).not.toEqual([role, 'forbidden']);
      else expect([role, code]).toEqual([role, 'forbidden']);
    }
    const signedOut = await fetch(`${gateway.url}${route.url.replace(':siteId', site.id)}`, {
      method: route.method,
      headers: { origin: gateway.url },
    });
    expect(signedOut.status).toBe(401);
  });
});

describe('sockets', () => {
  const clients: Socket[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
  });

  function connect(who: Who, auth: object = {}): Promise<Socket> {
    const socket = io(`${gateway.url}/agent`, {
      ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth },
      extraHeaders: { cookie: cookies[who], origin: gateway.url },
    });
    clients.push(socket);
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(socket));
      socket.once('connect_error', (error) => reject((error as { data?: unknown }).data ?? error));
    });
  }
  const ask = (socket: Socket, event: string, request: object): Promise<Result<unknown>> =>
    socket.timeout(10_000).emitWithAck(event, request);

  /** A good request of each kind, about the site and this conversation of it. A new event needs one. */
  const requests: Record<keyof typeof agentRequests, (conversationId: string) => object> = {
    'conversations:list': () => ({}),
    'conversation:watch': (conversationId) => ({ conversationId }),
    'conversation:unwatch': (conversationId) => ({ conversationId }),
    'conversation:seen': (conversationId) => ({ conversationId, seq: 1 }),
    'conversations:tags': () => ({}),
    'conversation:context': (conversationId) => ({ conversationId }),
    'conversations:overview': () => ({}),
    'agent:away': () => ({ away: false }),
    'conversation:take-over': (conversationId) => ({ conversationId }),
    'conversation:hand-back': (conversationId) => ({ conversationId }),
    'conversation:reply': (conversationId) => ({ conversationId, clientMessageId: randomUUID(), text: 'Hello' }),
    'conversation:note': (conversationId) => ({ conversationId, noteId: randomUUID(), text: 'Hello' }),
    'conversation:resolve': (conversationId) => ({ conversationId }),
    'conversation:reopen': (conversationId) => ({ conversationId }),
    'conversation:snooze': (conversationId) => ({ conversationId, until: '2999-01-01T00:00:00.000Z' }),
    'conversation:assign': (conversationId) => ({ conversationId, assigneeId: null }),
    'conversation:tag': (conversationId) => ({ conversationId, tags: ['vip'] }),
    'conversation:block': (conversationId) => ({ conversationId, blocked: true }),
  };
  async function createConversation(state: 'waiting_for_person' | 'snoozed'): Promise<string> {
    const visitor = await createTestVisitor(database, site.id);
    const { id } = await database.conversation.create({ data: { siteId: site.id, visitorId: visitor.id, state } });
    return id;
  }

  test('every event says what it needs', () => {
    expect(Object.keys(agentRequestActions).toSorted()).toEqual(events.toSorted());
  });

  test.each(['stranger'] as const)('a %s gets no socket of the site', async (who) => {
    await expect(connect(who, { siteId: site.id })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('a site that is none is forbidden to whoever does not own all', async () => {
    await expect(connect('admin', { siteId: randomUUID() })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(connect('installation', { siteId: randomUUID() })).rejects.toMatchObject({ code: 'site_unknown' });
  });

  test.each(events)('%s', async (event) => {
    const request = requests[event](
      await createConversation(event === 'conversation:reopen' ? 'snoozed' : 'waiting_for_person'),
    );
    const needed = agentRequestActions[event];
    const owner = await connect('owner', { siteId: site.id });
    expect(await ask(owner, event, request)).toMatchObject({ ok: true });
    if ('conversationId' in request) {
      const stranger = await connect('stranger');
      expect(await ask(stranger, event, request)).toMatchObject({ error: { code: 'forbidden' } });
    }
    for (const role of roles) {
      if (may(role, needed)) continue;
      const socket = await connect(role, { siteId: site.id });
      // Before anything of the request is looked at.
      expect(await ask(socket, event, {})).toMatchObject({ error: { code: 'forbidden' } });
    }
  });

  test('who signs out loses the socket at once', async () => {
    const member = await createTestMember(database, { siteId: site.id, role: 'admin' });
    cookies.viewer = await signInCookie(gateway, member);
    const socket = await connect('viewer', { siteId: site.id });
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    const out = await fetch(`${gateway.url}/v1/auth/sign-out`, {
      method: 'POST',
      headers: { cookie: cookies.viewer, origin: gateway.url, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(out.status).toBe(200);
    expect(await ended).toBe('io server disconnect');
  });
});
