import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { deleteStaleAttachments, readAttachmentBytes } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import {
  type AcceptedMessage,
  type Attachment,
  type AttachmentAddress,
  attachmentLimits,
  type ErrorCode,
  type OpenedConversation,
} from '@frontdesk/protocol';
import { createLogger } from '@frontdesk/telemetry';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTestFolder } from '../../../../scripts/testing/test-folder.ts';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { examples } from '../testing/example-files.ts';
import { createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, testSecret, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestVisitor } from '../testing/test-site.ts';
import { ask, askFor, connectVisitor } from '../testing/test-socket.ts';
import { createFolderStore } from './file-store.ts';
import { removeFiles } from './remove-files.ts';

let visitor: TestVisitor;
const png = examples['image/png'];

const database = useTestDatabase();
const folder = await useTestFolder();
const gateway = await useTestGateway({
  UPLOADS_DIR: folder,
  ADDRESS_UPLOADS_PER_MINUTE: '1000',
  ADDRESS_UPLOADS_PER_DAY: '1000',
});
const site = await createTestSite(database);
beforeEach(async () => {
  visitor = await createTestVisitor(database, site.id);
});

const authorised = (token = visitor.token) => ({ authorization: `Bearer ${token}` });
const upload = (body: Uint8Array | string, { name = 'cracked pot.png', token = visitor.token } = {}) =>
  fetch(`${gateway.url}/v1/attachments?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { ...authorised(token), 'content-type': 'application/octet-stream' },
    body,
  });
const uploaded = async (body: Uint8Array | string = png, name?: string): Promise<Attachment> => {
  const response = await upload(body, name === undefined ? {} : { name });
  expect(response.status).toBe(201);
  return (await response.json()) as Attachment;
};
const refusal = (code: ErrorCode) => ({ error: { code, message: expect.stringMatching(/\w+.*\.$/) } });
const addressOf = (id: string, token = visitor.token) =>
  fetch(`${gateway.url}/v1/attachments/${id}/address`, { method: 'POST', headers: authorised(token) });
const filesIn = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((it) => it.isFile());
const rows = () => database.attachment.count({ where: { visitorId: visitor.id } });

test('one address can’t take up all the room that a site’s files have in a day', async () => {
  const strict = await startTestGateway({ UPLOADS_DIR: folder, ADDRESS_UPLOADS_PER_DAY: '2' });
  const send = async () => {
    const { token } = await createTestVisitor(database, site.id);
    return fetch(`${strict.url}/v1/attachments?name=a.png`, {
      method: 'POST',
      headers: { ...authorised(token), 'content-type': 'application/octet-stream' },
      body: png,
    });
  };
  try {
    for (const status of [201, 201, 429]) expect((await send()).status).toBe(status);
  } finally {
    await strict.close();
  }
});

const usedBytes = async () =>
  [...(await readAttachmentBytes(database)).values()].reduce((sum, bytes) => sum + bytes, 0);

test('the files of all sites together take up no more than the installation has for them', async () => {
  const lines: string[] = [];
  const log = new Writable({ write: (line, _, done) => done(void lines.push(String(line))) });
  const { id: siteId } = await createTestSite(database);
  const large = await createTestVisitor(database, siteId);
  // All but what is announced.
  const bytes = 2 ** 30 - png.length - (await usedBytes());
  const data = { siteId, visitorId: large.id, name: 'large', bytes };
  await database.attachment.create({ data });
  const small = await startTestGateway({ UPLOADS_DIR: folder, UPLOADS_GB: '1' }, {}, log);
  const send = () =>
    fetch(`${small.url}/v1/attachments?name=a.png`, { method: 'POST', headers: authorised(), body: png });
  try {
    expect((await send()).status).toBe(201);
    const refused = await send();
    expect([refused.status, await refused.json()]).toEqual([507, refusal('uploads_full')]);
    const figures = await (await fetch(`${small.url}/metrics`)).text();
    expect(figures).toContain(`frontdesk_gateway_uploads_bytes ${2 ** 30 - png.length}\n`);
    expect(figures).toContain(`frontdesk_gateway_uploads_limit_bytes ${2 ** 30}\n`);
    expect(figures).toMatch(/^frontdesk_gateway_uploads_free_ratio 0\.\d+$/m);
    // Whoever holds more than fits since before there was a limit is told when it starts.
    expect(lines.join('')).toContain('there is no room for files');
    expect(lines.join('')).toContain(`"siteId":"${siteId}"`);
  } finally {
    await small.close();
    await database.attachment.deleteMany({ where: { siteId } });
  }
});

test('one of several sites can’t keep files from the others', async () => {
  const large = await createTestSite(database);
  const { token } = await createTestVisitor(database, large.id);
  const { id: visitorId } = await createTestVisitor(database, large.id);
  const data = { siteId: large.id, visitorId, name: 'large', bytes: 2 ** 29 - png.length };
  await database.attachment.create({ data });
  const small = await startTestGateway({ UPLOADS_DIR: folder, UPLOADS_GB: '1' });
  const send = async (by: string) => {
    const headers = authorised(by);
    return (await fetch(`${small.url}/v1/attachments?name=a.png`, { method: 'POST', headers, body: png })).status;
  };
  try {
    expect([await send(token), await send(token), await send(visitor.token)]).toEqual([201, 507, 201]);
  } finally {
    await small.close();
    await database.attachment.deleteMany({ where: { siteId: large.id } });
  }
});

test('what is refused takes no room', async () => {
  const { id: siteId } = await createTestSite(database);
  const large = await createTestVisitor(database, siteId);
  const bytes = 2 ** 30 - png.length - (await usedBytes());
  await database.attachment.create({ data: { siteId, visitorId: large.id, name: 'large', bytes } });
  const small = await startTestGateway({ UPLOADS_DIR: folder, UPLOADS_GB: '1' });
  const send = async (body: Uint8Array | string, headers = authorised()) =>
    (await fetch(`${small.url}/v1/attachments?name=a.png`, { method: 'POST', headers, body })).status;
  const full = await createTestVisitor(database, site.id);
  await database.attachment.createMany({
    data: Array.from({ length: attachmentLimits.perDay }, () => ({
      ...{ siteId: site.id, visitorId: full.id, name: 'a', bytes: 0 },
    })),
  });
  try {
    // Before its first byte, and for what it is.
    expect(await send(png, authorised(full.token))).toBe(429);
    expect(await send(Buffer.from('4d5a90000300', 'hex'))).toBe(415);
    expect(await send(png)).toBe(201);
  } finally {
    await small.close();
    await database.attachment.deleteMany({ where: { siteId } });
  }
});

test.each(Object.entries(examples))(
  '%s is stored as it came, under its id, and known by its content',
  async (type, bytes) => {
    const stored = await uploaded(bytes, 'any name.exe');
    expect(stored).toEqual({ id: stored.id, name: 'any name.exe', type, bytes: bytes.length });
    expect(await readFile(join(folder, stored.id.slice(-2), stored.id))).toEqual(bytes);
    expect(await database.attachment.findUniqueOrThrow({ where: { id: stored.id } })).toMatchObject({
      ...{ siteId: site.id, visitorId: visitor.id, state: 'ready', messageId: null },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  },
);

describe('refused, with nothing left of it:', () => {
  test.each<[string, ErrorCode, () => Promise<Response>]>([
    [
      'a program that calls itself a picture',
      'attachment_type',
      () => upload(Buffer.from('4d5a9000030000000400', 'hex')),
    ],
    ['an SVG', 'attachment_type', () => upload('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['nothing', 'attachment_empty', () => upload('')],
    ['more than a file may have', 'attachment_too_large', () => upload(Buffer.alloc(attachmentLimits.bytes + 1, 'a'))],
    [
      'more than that, of unknown length',
      'attachment_too_large',
      () => {
        const piece = new TextEncoder().encode('a'.repeat(2 ** 20));
        let left = attachmentLimits.bytes / piece.length + 1;
        const body = new ReadableStream({ pull: (it) => (left-- > 0 ? it.enqueue(piece) : it.close()) });
        return fetch(`${gateway.url}/v1/attachments?name=a.txt`, {
          ...{ method: 'POST', headers: authorised(), body, duplex: 'half' },
        });
      },
    ],
    ['without a name', 'bad_request', () => upload(png, { name: '' })],
    ['a name that is too long', 'bad_request', () => upload(png, { name: 'a'.repeat(attachmentLimits.nameChars + 1) })],
    ['a token that is none', 'token_invalid', () => upload(png, { token: 'a.b.c' })],
    [
      'without a token',
      'token_missing',
      () => fetch(`${gateway.url}/v1/attachments?name=a`, { method: 'POST', body: png }),
    ],
  ])('%s', async (_, code, send) => {
    const before = (await filesIn()).length;
    const response = await send();
    expect(await response.json()).toEqual(refusal(code));
    expect(await rows()).toBe(0);
    expect((await filesIn()).length).toBe(before);
  });

  test('a visitor who was deleted', async () => {
    await database.visitor.delete({ where: { id: visitor.id } });
    expect(await (await upload(png)).json()).toEqual(refusal('token_invalid'));
  });

  test('an upload that breaks off', async () => {
    const before = (await filesIn()).length;
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/attachments?name=a.png HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${visitor.token}\r\nContent-Length: 5000\r\n\r\n`,
    );
    socket.write(png);
    await expect.poll(async () => (await filesIn()).length).toBe(before + 1);
    socket.destroy();
    await expect.poll(rows).toBe(0);
    expect((await filesIn()).length).toBe(before);
  });
});

test('a visitor may upload so many files a day, and so many bytes, also at once', async () => {
  const most = attachmentLimits.perDay;
  await database.attachment.createMany({
    data: Array.from({ length: most - 2 }, () => ({ siteId: site.id, visitorId: visitor.id, name: 'a', bytes: 1 })),
  });
  const results = await Promise.all(Array.from({ length: 5 }, () => upload(png)));
  expect(results.map(({ status }) => status).toSorted()).toEqual([201, 201, 429, 429, 429]);
  const other = await createTestVisitor(database, site.id);
  expect((await upload(png, { token: other.token })).status).toBe(201);
  await database.attachment.updateMany({
    where: { visitorId: other.id },
    data: { bytes: attachmentLimits.bytesPerDay },
  });
  expect(await (await upload(png, { token: other.token })).json()).toEqual(refusal('attachment_limit'));
});

test('files go with a message, once, and everybody reads of them in its event', async () => {
  const files = [await uploaded(png, 'b.png'), await uploaded(examples['application/pdf'], 'a.pdf')];
  const socket = await connectVisitor(gateway, site, visitor);
  const sent = { clientMessageId: randomUUID(), text: '', attachmentIds: files.map(({ id }) => id) };
  const [first, again] = await Promise.all([1, 2].map(() => askFor<AcceptedMessage>(socket, 'message:send', sent)));
  expect(again?.messageId).toBe(first?.messageId);
  const opened = await askFor<OpenedConversation>(socket, 'conversation:open', {});
  expect(opened.events[0]).toMatchObject({ type: 'message:created', message: { text: '', attachments: files } });
  expect(
    await database.attachment.findMany({ where: { visitorId: visitor.id }, orderBy: { position: 'asc' } }),
  ).toMatchObject(
    files.map(({ id }) => ({ id, state: 'sent', messageId: first?.messageId, conversationId: first?.conversationId })),
  );
  expect(await ask(socket, 'message:send', { ...sent, attachmentIds: [files[1]?.id] })).toMatchObject(
    refusal('message_id_reused'),
  );
  socket.disconnect();
});

describe('a message is refused with', () => {
  const send = async (attachmentIds: unknown) => {
    const socket = await connectVisitor(gateway, site, visitor);
    const result = await ask(socket, 'message:send', { clientMessageId: randomUUID(), text: 'Look', attachmentIds });
    socket.disconnect();
    expect(await database.message.count({ where: { visitorId: visitor.id } })).toBe(0);
    return result;
  };

  test("somebody else's file", async () => {
    const { id } = await uploaded();
    visitor = await createTestVisitor(database, site.id);
    expect(await send([id])).toMatchObject(refusal('attachment_unknown'));
  });

  test('one file twice, or one that was removed', async () => {
    const { id } = await uploaded();
    expect(await send([id, id])).toMatchObject(refusal('attachment_unknown'));
    await fetch(`${gateway.url}/v1/attachments/${id}`, { method: 'DELETE', headers: authorised() });
    expect(await send([id])).toMatchObject(refusal('attachment_unknown'));
  });

  test('too many, or what is no id', async () => {
    expect(await send(Array.from({ length: attachmentLimits.perMessage + 1 }, randomUUID))).toMatchObject(
      refusal('bad_request'),
    );
    expect(await send(['../../etc/passwd'])).toMatchObject(refusal('bad_request'));
  });
});

describe('a file is read', () => {
  test('by its visitor, at an address that ends', async () => {
    const { id } = await uploaded(png, 'Größe "1".png');
    const { path, expiresAt } = (await (await addressOf(id)).json()) as AttachmentAddress;
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    const response = await fetch(gateway.url + path);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="Gr__e _1_.png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('as a picture only where it is one', async () => {
    const page = await uploaded('<!doctype html><script>alert(1)</script>', 'page.html');
    const { path } = (await (await addressOf(page.id)).json()) as AttachmentAddress;
    const { headers } = await fetch(gateway.url + path);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="page\.html\.txt"/);
  });

  test('by nobody else', async () => {
    const { id } = await uploaded();
    const other = await createTestVisitor(database, site.id);
    expect(await (await addressOf(id, other.token)).json()).toEqual(refusal('attachment_unknown'));
    const foreign = await createTestVisitor(database, (await createTestSite(database)).id);
    expect(await (await addressOf(id, foreign.token)).json()).toEqual(refusal('attachment_unknown'));
    const read = async (query: string) => (await fetch(`${gateway.url}/v1/attachments/${id}${query}`)).json();
    expect(await read('')).toEqual(refusal('bad_request'));
    expect(await read('?pass=a.b.c')).toEqual(refusal('token_invalid'));
    // A visitor's token is no pass, and a pass is for one file.
    expect(await read(`?pass=${visitor.token}`)).toEqual(refusal('token_invalid'));
    const another = await uploaded();
    const { token } = await createSignedTokens(testSecret).signAttachment({ site: site.id, attachment: another.id });
    expect(await read(`?pass=${token}`)).toEqual(refusal('token_invalid'));
  });

  test('by agents, of the site that they name', async () => {
    await createTestOwner(database);
    const headers = { cookie: await signInCookie(gateway) };
    const { id } = await uploaded();
    const path = (siteId: string) => `${gateway.url}/v1/admin/sites/${siteId}/attachments/${id}`;
    const response = await fetch(path(site.id), { headers });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox/);
    expect((await fetch(path(site.id))).status).toBe(401);
    const other = await createTestSite(database);
    expect(await (await fetch(path(other.id), { headers })).json()).toEqual(refusal('attachment_unknown'));
  });
});

describe('bytes are removed', () => {
  const logger = createLogger({ name: 'gateway', level: 'silent' });
  const remove = () => removeFiles({ database, fileStore: createFolderStore(folder), logger });
  const isThere = async (id: string) => (await filesIn()).some(({ name }) => name === id);

  test.each<[string, (file: Attachment) => Promise<unknown>]>([
    [
      'with what its visitor takes back',
      ({ id }) => fetch(`${gateway.url}/v1/attachments/${id}`, { method: 'DELETE', headers: authorised() }),
    ],
    ['with its visitor', () => database.visitor.delete({ where: { id: visitor.id } })],
    [
      'with its conversation',
      async ({ id }) => {
        const socket = await connectVisitor(gateway, site, visitor);
        const sent = { clientMessageId: randomUUID(), text: 'Look', attachmentIds: [id] };
        const { conversationId } = await askFor<AcceptedMessage>(socket, 'message:send', sent);
        socket.disconnect();
        // What was sent can't be taken back alone.
        await fetch(`${gateway.url}/v1/attachments/${id}`, { method: 'DELETE', headers: authorised() });
        await remove();
        expect(await isThere(id)).toBe(true);
        await database.conversation.delete({ where: { id: conversationId } });
      },
    ],
  ])('%s', async (_, deletion) => {
    const file = await uploaded();
    await deletion(file);
    await remove();
    expect(await isThere(file.id)).toBe(false);
    expect(await database.removedAttachment.count()).toBe(0);
  });

  test('whatever can’t be removed, which is tried again', async () => {
    const [stuck, file] = [await uploaded(), await uploaded()];
    // A folder in its place is no file to remove.
    const path = join(folder, stuck.id.slice(-2), stuck.id);
    await rm(path);
    await mkdir(path);
    await database.attachment.delete({ where: { id: stuck.id } });
    await database.attachment.delete({ where: { id: file.id } });
    await remove();
    expect(await isThere(file.id)).toBe(false);
    expect(await database.removedAttachment.findMany()).toMatchObject([{ id: stuck.id }]);
    await rmdir(path);
    await remove();
    expect(await database.removedAttachment.count()).toBe(0);
  });

  test('however many before can’t be', async () => {
    const file = await uploaded();
    const stuck = new Set<string>(Array.from({ length: 1_200 }, randomUUID));
    // Many are deleted at one moment.
    await database.removedAttachment.createMany({
      data: [...stuck].map((id) => ({ id, siteId: site.id, removedAt: new Date(0) })),
    });
    await database.attachment.delete({ where: { id: file.id } });
    const files = createFolderStore(folder);
    const lines: string[] = [];
    const destination = new Writable({ write: (line, _, done) => done(void lines.push(String(line))) });
    await removeFiles({
      database,
      logger: createLogger({ name: 'gateway', format: 'json', destination }),
      fileStore: {
        ...files,
        remove: (id) => (stuck.has(id) ? Promise.reject(new Error('not permitted')) : files.remove(id)),
      },
    });
    expect(await isThere(file.id)).toBe(false);
    expect(await database.removedAttachment.count()).toBe(stuck.size);
    // One line, whatever their number: it comes again with every round.
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ files: stuck.size }]);
    await database.removedAttachment.deleteMany();
  });
});

test('what nobody sent is given up after a day, and an upload that broke off after an hour', async () => {
  const row = { siteId: site.id, visitorId: visitor.id, name: 'a', bytes: 1 };
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  await database.attachment.createMany({
    data: [
      { ...row, name: 'old upload', createdAt: ago(1.1) },
      { ...row, name: 'upload', createdAt: ago(0.9) },
      { ...row, name: 'old', state: 'ready', createdAt: ago(25) },
      { ...row, name: 'new', state: 'ready', createdAt: ago(23) },
    ],
  });
  await deleteStaleAttachments(database);
  const left = await database.attachment.findMany({ where: { visitorId: visitor.id }, select: { name: true } });
  expect(left.map(({ name }) => name).toSorted()).toEqual(['new', 'upload']);
});
