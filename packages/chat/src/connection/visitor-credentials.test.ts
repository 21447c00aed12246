import { afterEach, expect, test, vi } from 'vitest';
import { createChatSession } from '../session/chat-session.ts';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { createVisitorCredentials } from './visitor-credentials.ts';

afterEach(() => vi.unstubAllGlobals());

const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

/** A chat that asks for its visitor's token; the test answers. */
async function askForToken() {
  let answer: (response: Response) => void = () => {};
  const coming = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  const fetching = vi.fn(() => coming);
  vi.stubGlobal('fetch', fetching);
  const storage = createMemoryStorage();
  const getTicket = vi.fn(async () => 't');
  const session = createChatSession({ gatewayUrl: 'http://gateway.invalid', siteKey: 'demo', getTicket, storage });
  await expect.poll(() => fetching).toHaveBeenCalledOnce();
  return { session, storage, getTicket, answer };
}
const expiresAt = new Date(Date.now() + 180 * 86_400_000).toISOString();
const granted = () => Response.json({ visitorToken: 'v', visitorId: crypto.randomUUID(), expiresAt });

test('a token that comes while the chat is there is kept', async () => {
  const { session, storage, answer } = await askForToken();
  answer(granted());
  await expect.poll(() => storage.get('frontdesk:demo:visitor')).not.toBeNull();
  session.close();
});

test('one that comes after its end is not: it is of whoever was there before', async () => {
  const { session, storage, answer } = await askForToken();
  session.close();
  answer(granted());
  await settled();
  expect(storage.keys('')).toEqual([]);
});

test('nor is another ticket taken then: it is for whoever comes next', async () => {
  const { session, getTicket, answer } = await askForToken();
  session.close();
  answer(Response.json({ error: coded('ticket_invalid') }, { status: 401 }));
  await settled();
  expect(getTicket).toHaveBeenCalledOnce();
});

/** Credentials of a gateway whose tokens are good for so many hours. */
function credentialsFor(hours: number) {
  const fetching = vi.fn(async () => {
    const expiresAt = new Date(Date.now() + hours * 3_600_000).toISOString();
    return Response.json({ visitorToken: crypto.randomUUID(), visitorId: crypto.randomUUID(), expiresAt });
  });
  vi.stubGlobal('fetch', fetching);
  const options = { gatewayUrl: 'http://gateway.invalid', siteKey: 'demo', getTicket: async () => 't' };
  return { fetching, credentials: createVisitorCredentials({ ...options, storage: createMemoryStorage() }) };
}

test('a token that never lasts a day is used until it is refused: another would not be for the same visitor', async () => {
  const { fetching, credentials } = credentialsFor(12);
  const token = await credentials.token();
  expect(await credentials.token()).toBe(token);
  expect(fetching).toHaveBeenCalledOnce();
  credentials.forget(token);
  expect(await credentials.token()).not.toBe(token);
  expect(fetching).toHaveBeenCalledTimes(2);
});

/** A browser that was here before, and whose token ends in so many days. */
function comeBack(daysLeft: number) {
  const fetching = vi.fn(async (_url: string, _init: RequestInit) => granted());
  vi.stubGlobal('fetch', fetching);
  const storage = createMemoryStorage();
  const ends = new Date(Date.now() + daysLeft * 86_400_000).toISOString();
  const kept = { visitorToken: 'kept', visitorId: crypto.randomUUID(), expiresAt: ends };
  storage.set('frontdesk:demo:visitor', JSON.stringify(kept));
  const options = { gatewayUrl: 'http://gateway.invalid', siteKey: 'demo', getTicket: async () => 't', storage };
  return { fetching, storage, credentials: createVisitorCredentials(options) };
}

test.each([5, 145])('a kept token with %i days left is exchanged, and its visitor stays', async (daysLeft) => {
  const { fetching, storage, credentials } = comeBack(daysLeft);
  expect(await credentials.token()).toBe('v');
  const [[, { body } = {}] = []] = fetching.mock.calls;
  expect(JSON.parse(String(body))).toEqual({ ticket: 't', visitorToken: 'kept' });
  expect(JSON.parse(storage.get('frontdesk:demo:visitor') ?? '')).toMatchObject({ visitorToken: 'v', expiresAt });
  // The new one is good for a month.
  await credentials.token();
  expect(fetching).toHaveBeenCalledOnce();
});

test('one of this month is not', async () => {
  const { fetching, credentials } = comeBack(155);
  expect(await credentials.token()).toBe('kept');
  expect(fetching).not.toHaveBeenCalled();
});

test('a refused token is forgotten, and not the one that another tab has kept since', async () => {
  const { fetching, storage, credentials } = comeBack(155);
  const keep = (visitorToken: string) =>
    storage.set('frontdesk:demo:visitor', JSON.stringify({ visitorToken, visitorId: crypto.randomUUID(), expiresAt }));
  expect(await credentials.token()).toBe('kept');
  keep('newer');
  expect(credentials.forget('kept')).toBe(true);
  expect(JSON.parse(storage.get('frontdesk:demo:visitor') ?? '{}')).toMatchObject({ visitorToken: 'newer' });
  // Both tabs go on as one visitor.
  await credentials.token();
  expect(JSON.parse(String(fetching.mock.calls[0]?.[1].body))).toEqual({ ticket: 't', visitorToken: 'newer' });
  credentials.forget('v');
  expect(storage.keys('')).toEqual([]);
});

test('who asks for a token while one is on its way gets that: two would be two visitors', async () => {
  const { fetching, credentials } = credentialsFor(4_000);
  const [first, second] = await Promise.all([credentials.token(), credentials.token()]);
  expect(second).toBe(first);
  expect(fetching).toHaveBeenCalledOnce();
});

test('one that did not come is asked for again', async () => {
  const { fetching, credentials } = credentialsFor(4_000);
  fetching.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await expect(credentials.token()).rejects.toThrow();
  expect(await credentials.token()).toMatch(/^[\da-f-]{36}$/);
});
