import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import type { AcceptedMessage } from '@frontdesk/protocol';
import { startTestGateway, type TestGateway } from './test-gateway.ts';
import { startTestMailServer } from './test-mail-server.ts';
import { createTestVisitor, openTestDatabase, type TestSite } from './test-site.ts';
import { askFor, connectVisitor } from './test-socket.ts';

/** Two gateways that send letters to one server of mails, and the customers whom those are about. */
export async function openMailingGateways() {
  const database = openTestDatabase();
  const server = await startTestMailServer();
  let logged = '';
  const log = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  const startMailing = (smtpUrl = server.url, mailClaimMs?: number) =>
    startTestGateway(
      {
        ...{ SMTP_URL: smtpUrl, MAIL_FROM: 'Frontdesk <chat@frontdesk.test>', PUBLIC_URL: 'https://chat.example' },
        ADDRESS_SIGN_INS_PER_MINUTE: '1000',
      },
      { mailsEveryMs: 200, mailClaimMs },
      log,
    );
  /** Tests may put others in their places. */
  const gateways: [TestGateway, TestGateway] = [await startMailing(), await startMailing()];
  /** Disconnected after each test. */
  const clients: { disconnect(): unknown }[] = [];

  /** A customer who has asked. */
  async function customer(site: TestSite, text: string) {
    const visitor = await createTestVisitor(database, site.id);
    const socket = await connectVisitor(gateways[0], site, visitor);
    clients.push(socket);
    const message = { clientMessageId: randomUUID(), text };
    const { conversationId } = await askFor<AcceptedMessage>(socket, 'message:send', message);
    return { socket, visitor, conversationId };
  }

  async function stopGateways(): Promise<void> {
    for (const gateway of gateways) await gateway.close();
  }

  async function startGateways(mailClaimMs?: number): Promise<void> {
    for (const place of [0, 1]) gateways[place] = await startMailing(server.url, mailClaimMs);
  }

  const disconnect = () => {
    for (const client of clients.splice(0)) client.disconnect();
  };

  async function close(): Promise<void> {
    await stopGateways();
    await server.close();
    await database.$disconnect();
  }

  return {
    ...{ database, server, gateways, clients, logged: () => logged },
    ...{ customer, startMailing, startGateways, stopGateways, disconnect, close },
  };
}
