import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { useTestDatabase } from '@frontdesk/database/testing';
import { type Action, agentRequestActions, agentRequests, may, type Result, roles } from '@frontdesk/protocol';
import { fastify } from 'fastify';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { useTestFolder } from '../../../scripts/testing/test-folder.ts';
import type { AdminRoute } from './access/admin-requests.ts';
import { createFolderStore } from './attachments/file-store.ts';
import { serveAdminRoutes } from './http/admin-routes.ts';
import { adminExamples, type ExampleRequest } from './testing/admin-examples.ts';
import { examples as files } from './testing/example-files.ts';
import { createTestMember, createTestOwner, signInCookie } from './testing/test-admin.ts';
import { useTestGateway } from './testing/test-gateway.ts';
import { useTestQueue } from './testing/test-queue.ts';
import { createTestSite, createTestVisitor } from './testing/test-site.ts';

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

/** Cookies: of the installation's owner, of a member of the site for each role, of an owner of another site. */
const cookies = { installation: '', stranger: '', ...Object.fromEntries(roles.map((role) => [role, ''])) } as Record<
  'installation' | 'stranger' | (typeof roles)[number],
  string
>;
type Who = keyof typeof cookies;

const database = useTestDatabase();
const uploads = await useTestFolder();
const gateway = await useTestGateway({ ADDRESS_SIGN_INS_PER_MINUTE: '1000', UPLOADS_DIR: uploads });
// Who looks a question up.
await useTestQueue({ concurrency: 1, handle: async () => {}, lookUp: async () => ({ passages: [] }) });
const site = await createTestSite(database);
const otherSite = await createTestSite(database);
await createTestOwner(database);
cookies.installation = await signInCookie(gateway);
for (const role of roles) {
  cookies[role] = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role }));
}
const stranger = await createTestMember(database, { siteId: otherSite.id, role: 'owner' });
cookies.stranger = await signInCookie(gateway, stranger);

/** @returns the status, and the coded error if there is one */
async function send(
  { method, url }: AdminRoute,
  who: Who | null,
  { params = {}, query, body }: ExampleRequest = {},
  at = site,
): Promise<{ status: number; code: string | null }> {
  const path = url.replace(':siteId', at.id).replace(/:(\w+)/g, (_, name: string) => params[name] ?? randomUUID());
  const isBytes = body instanceof Uint8Array;
  const response = await fetch(`${gateway.url}${path}${query ? `?${query}` : ''}`, {
    method,
    headers: {
      ...{ origin: gateway.url, ...(who && { cookie: cookies[who] }) },
      ...(body && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body && { body: isBytes ? body.slice() : JSON.stringify(body) }),
  });
  const text = await response.text();
  const code = response.ok ? null : ((JSON.parse(text) as { error: { code: string } }).error.code ?? text);
  return { status: response.status, code };
}
const allowed = { status: expect.toSatisfy((status: number) => status >= 200 && status < 300), code: null };
const forbidden = { status: 403, code: 'forbidden' };

const nameOf = ({ method, url }: AdminRoute) => `${method} ${url}`;
const example = async (route: AdminRoute): Promise<ExampleRequest> => {
  const made = await adminExamples[nameOf(route)]?.({ database, site, upload });
  if (!made) throw new Error(`there is no example of ${nameOf(route)}`);
  return made;
};

/** Puts the bytes of a file where the gateway looks for them. */
const upload = (id: string) => createFolderStore(uploads).write(id, Readable.from([files['text/plain']]));

describe('routes', () => {
  afterEach(async () => {
    await database.site.update({ where: { id: site.id }, data: { removedAt: null } });
  });
  const ofWhoeverIsSignedIn = routes.filter(({ needs }) => needs === 'session');
  const others = routes.filter((route) => !ofWhoeverIsSignedIn.includes(route));

  test('there is an example of each, and each names its site or is the installation’s', () => {
    expect(Object.keys(adminExamples).toSorted()).toEqual(others.map(nameOf).toSorted());
    const own = others.filter(({ url }) => !url.includes('/sites/:siteId'));
    expect(own.filter(({ needs }) => !['site.create', 'installation.read', 'accounts.manage'].includes(needs))).toEqual(
      [],
    );
    expect(ofWhoeverIsSignedIn.map(nameOf).toSorted()).toEqual([
      'DELETE /v1/admin/me/sessions',
      'DELETE /v1/admin/me/sessions/:sessionId',
      'GET /v1/admin/me',
      'GET /v1/admin/me/letters',
      'GET /v1/admin/me/sessions',
      'GET /v1/admin/sites',
      'POST /v1/admin/me/deletion',
      'POST /v1/admin/me/password',
      'PUT /v1/admin/me',
      'PUT /v1/admin/me/letters',
    ]);
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

  test.each(others)('$method $url ($needs)', async (route) => {
    const needed = route.needs as Action;
    const isOfSite = route.ofSite;
    const owner = isOfSite ? 'owner' : 'installation';
    expect(await send(route, owner, await example(route))).toEqual(allowed);
    // The very same that its owner may: nothing else is wrong with it.
    const asked = await example(route);
    expect(await send(route, 'stranger', asked)).toEqual(forbidden);
    expect(await send(route, null, asked)).toEqual({ status: 401, code: 'sign_in_required' });
    for (const role of roles) {
      const mayDo = isOfSite && may(role, needed);
      expect([role, await send(route, role, mayDo ? await example(route) : asked)]).toEqual([
        role,
        mayDo ? allowed : forbidden,
      ]);
    }
    // All the refusals have changed nothing: it still works.
    expect(await send(route, 'installation', asked)).toEqual(allowed);
  });

  const withIds = others.filter(({ url }) => /:siteId\/.*:/.test(url));
  test.each(withIds)('$method $url does nothing with what is another site’s', async (route) => {
    const asked = await example(route);
    const { status, code } = await send(route, 'stranger', asked, otherSite);
    expect([status >= 400 && status < 500, code]).toEqual([true, expect.stringMatching(/unknown$|not_found/)]);
    expect(await send(route, 'owner', asked)).toEqual(allowed);
  });

  test.each(ofWhoeverIsSignedIn)('$method $url is refused to whoever is not signed in', async (route) => {
    expect(await send(route, null)).toEqual({ status: 401, code: 'sign_in_required' });
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
    'conversation:typing': (conversationId) => ({ conversationId, into: 'reply' }),
    'conversations:overview': () => ({}),
    'agent:away': () => ({ away: false }),
    'agent:idle': () => ({ idle: false }),
    'conversation:take-over': (conversationId) => ({ conversationId }),
    'conversation:hand-back': (conversationId) => ({ conversationId }),
    'conversation:reply': (conversationId) => ({ conversationId, clientMessageId: randomUUID(), text: 'Hello' }),
    'conversation:note': (conversationId) => ({ conversationId, noteId: randomUUID(), text: 'Hello' }),
    'conversation:delete-note': (conversationId) => ({ conversationId, noteId: randomUUID() }),
    'conversation:resolve': (conversationId) => ({ conversationId }),
    'conversation:reopen': (conversationId) => ({ conversationId }),
    'conversation:snooze': (conversationId) => ({
      conversationId,
      until: new Date(Date.now() + 3_600_000).toISOString(),
    }),
    'conversation:assign': (conversationId) => ({ conversationId, assigneeId: null }),
    'conversation:tag': (conversationId) => ({ conversationId, tags: ['vip'] }),
    'conversation:block': (conversationId) => ({ conversationId, blocked: true }),
    'conversations:change': (conversationId) => ({ conversationIds: [conversationId], change: { kind: 'resolve' } }),
  };
  async function createConversation(state: 'waiting_for_person' | 'snoozed'): Promise<string> {
    const visitor = await createTestVisitor(database, site.id);
    const { id } = await database.conversation.create({ data: { siteId: site.id, visitorId: visitor.id, state } });
    return id;
  }

  /** @param socket of whoever asks, and has noted what is to be deleted */
  async function goodRequest(event: keyof typeof agentRequests, socket: Socket): Promise<object> {
    const request = requests[event](
      await createConversation(event === 'conversation:reopen' ? 'snoozed' : 'waiting_for_person'),
    );
    if (event === 'conversation:delete-note') await ask(socket, 'conversation:note', { ...request, text: 'Hello' });
    return request;
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
    const owner = await connect('owner', { siteId: site.id });
    const request = await goodRequest(event, owner);
    const needed = agentRequestActions[event];
    expect(await ask(owner, event, request)).toMatchObject({ ok: true });
    if ('conversationId' in request || 'conversationIds' in request) {
      const stranger = await connect('stranger');
      expect(await ask(stranger, event, request)).toMatchObject({ error: { code: 'forbidden' } });
    }
    for (const role of roles) {
      const socket = await connect(role, { siteId: site.id });
      const asked = await goodRequest(event, socket);
      const answer = await ask(socket, event, asked);
      expect([role, answer]).toMatchObject([role, may(role, needed) ? { ok: true } : { error: { code: 'forbidden' } }]);
      // Before anything of the request is looked at.
      if (!may(role, needed)) expect(await ask(socket, event, {})).toMatchObject({ error: { code: 'forbidden' } });
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
