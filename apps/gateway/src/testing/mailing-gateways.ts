import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage } from '@frontdesk/protocol';
import { keep, keepForAll } from '../../../../scripts/testing/keep.ts';
import { startTestGateway, type TestGateway } from './test-gateway.ts';
import { startTestMailServer } from './test-mail-server.ts';
import { createTestVisitor, type TestSite } from './test-site.ts';
import { askFor, connectVisitor } from './test-socket.ts';

/** For the tests of a file two gateways that send letters to one server of mails, and the customers whom those are about. */
export async function useMailingGateways() {
  const database = useTestDatabase();
  const server = keepForAll(await startTestMailServer());
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

  /** A customer who has asked; their socket is closed when the test is over. */
  async function customer(site: TestSite, text: string) {
    const visitor = await createTestVisitor(database, site.id);
    const socket = keep(await connectVisitor(gateways[0], site, visitor));
    const message = { clientMessageId: randomUUID(), text };
    const { conversationId } = await askFor<AcceptedMessage>(socket, 'message:send', message);
    return { socket, visitor, conversationId };
  }

  async function stopGateways(): Promise<void> {
    for (const gateway of gateways) await gateway.close();
  }
  keepForAll({ close: stopGateways });

  async function startGateways(mailClaimMs?: number): Promise<void> {
    for (const place of [0, 1]) gateways[place] = await startMailing(server.url, mailClaimMs);
  }

  return {
    ...{ database, server, gateways, logged: () => logged },
    ...{ customer, startMailing, startGateways, stopGateways },
  };
}
