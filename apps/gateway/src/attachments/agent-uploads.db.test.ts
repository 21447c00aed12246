import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage, Attachment, AttachmentAddress, ConversationEvent } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { useTestFolder } from '../../../../scripts/testing/test-folder.ts';
import { examples } from '../testing/example-files.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { askAgent, connectAgent } from '../testing/test-agent.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { ask, askFor, connectVisitor } from '../testing/test-socket.ts';

const uploads = await useTestFolder();
const database = useTestDatabase();
const gateway = await useTestGateway({ UPLOADS_DIR: uploads, ADDRESS_SIGN_INS_PER_MINUTE: '1000' });
const site = await createTestSite(database);

async function customer(at = site) {
  const visitor = await createTestVisitor(database, at.id);
  const socket = keep(await connectVisitor(gateway, at, visitor));
  const { conversationId } = await askFor<AcceptedMessage>(socket, 'message:send', {
    ...{ clientMessageId: randomUUID(), text: 'Hello' },
  });
  const events: ConversationEvent[] = [];
  socket.on('conversation:event', (event) => void events.push(event));
  return { visitor, socket, conversationId, events };
}
async function agentAt(role: 'agent' | 'viewer' = 'agent') {
  const cookie = await signInCookie(gateway, await createTestMember(database, { siteId: site.id, role }));
  const socket = keep(await connectAgent(gateway, cookie, site.id));
  const request = (method: string, path: string, body?: Uint8Array<ArrayBuffer>) =>
    fetch(`${gateway.url}/v1/admin/sites/${site.id}/conversations/${path}`, {
      method,
      headers: { cookie, origin: gateway.url, 'content-type': 'application/octet-stream' },
      ...(body && { body }),
    });
  const upload = async (conversationId: string, name: string, body: Buffer) => {
    const response = await request('POST', `${conversationId}/attachments?name=${name}`, new Uint8Array(body));
    return (await response.json()) as Attachment & { error?: { code: string } };
  };
  const reply = (conversationId: string, attachmentIds: string[], text = '') =>
    askAgent(socket, 'conversation:reply', { conversationId, clientMessageId: randomUUID(), text, attachmentIds });
  return { request, upload, reply };
}

test('an agent sends files to a customer, who reads them like their own', async () => {
  const { visitor, conversationId, events } = await customer();
  const agent = await agentAt();
  const file = await agent.upload(conversationId, 'leaf.png', examples['image/png']);
  expect(file).toMatchObject({ name: 'leaf.png', type: 'image/png' });
  const readAs = ({ token }: { token: string }) =>
    fetch(`${gateway.url}/v1/attachments/${file.id}/address`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
  // Not before it is sent.
  expect((await readAs(visitor)).status).toBe(404);
  await agent.reply(conversationId, [file.id]);
  await expect
    .poll(() => events.find((event) => event.type === 'message:created' && event.message.role === 'agent'))
    .toMatchObject({ message: { role: 'agent', text: '', attachments: [file] } });
  const { path } = (await (await readAs(visitor)).json()) as AttachmentAddress;
  const content = Buffer.from(await (await fetch(`${gateway.url}${path}`)).arrayBuffer());
  expect(content.equals(examples['image/png'])).toBe(true);
  expect((await readAs(await createTestVisitor(database, site.id))).status).toBe(404);
  // Once.
  await expect(agent.reply(conversationId, [file.id])).rejects.toMatchObject({ code: 'attachment_unknown' });
});

test('files are of one agent and one conversation, and nobody else’s to send', async () => {
  const one = await customer();
  const other = await customer();
  const [ada, ben] = [await agentAt(), await agentAt()];
  const file = await ada.upload(one.conversationId, 'note.txt', examples['text/plain']);
  await expect(ada.reply(other.conversationId, [file.id], 'Hi')).rejects.toMatchObject({ code: 'attachment_unknown' });
  await expect(ben.reply(one.conversationId, [file.id], 'Hi')).rejects.toMatchObject({ code: 'attachment_unknown' });
  const sent = { clientMessageId: randomUUID(), text: 'Mine', conversationId: one.conversationId };
  expect(await ask(one.socket, 'message:send', { ...sent, attachmentIds: [file.id] })).toMatchObject({
    error: { code: expect.stringMatching(/attachment_unknown|answer_in_progress/) },
  });
  await ben.request('DELETE', `${one.conversationId}/attachments/${file.id}`);
  expect(await database.attachment.count({ where: { id: file.id } })).toBe(1);
  await ada.request('DELETE', `${one.conversationId}/attachments/${file.id}`);
  expect(await database.attachment.count({ where: { id: file.id } })).toBe(0);
});

test('what may not be sent is refused: of another site, by a viewer, of a kind that is none', async () => {
  const { conversationId } = await customer();
  const elsewhere = await customer(await createTestSite(database));
  const agent = await agentAt();
  const png = examples['image/png'];
  expect(await agent.upload(elsewhere.conversationId, 'a.png', png)).toMatchObject({
    error: { code: 'conversation_unknown' },
  });
  expect(await (await agentAt('viewer')).upload(conversationId, 'a.png', png)).toMatchObject({
    error: { code: 'forbidden' },
  });
  expect(await agent.upload(conversationId, 'a.png', Buffer.from('MZ\0\0'))).toMatchObject({
    error: { code: 'attachment_type' },
  });
  expect(await agent.upload(conversationId, 'a.png', Buffer.alloc(0))).toMatchObject({
    error: { code: 'attachment_empty' },
  });
});
