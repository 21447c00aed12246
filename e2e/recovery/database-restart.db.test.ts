import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@frontdesk/database';
import type { AcceptedMessage, ConversationEvent, ErrorCode } from '@frontdesk/protocol';
import { testServers } from '@frontdesk/queue/testing';
import { expect, test } from 'vitest';
import { startTestGateway } from '../../apps/gateway/src/testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../../apps/gateway/src/testing/test-site.ts';
import { ask, askFor, connectVisitor } from '../../apps/gateway/src/testing/test-socket.ts';
import { createTestWorker } from '../../apps/gateway/src/testing/test-worker.ts';
import { withTestDatabase } from '../../scripts/testing/test-database.mjs';

const ignore = () => {};
const withoutLimits = {
  VISITOR_MESSAGES_PER_MINUTE: '100000',
  ADDRESS_MESSAGES_PER_MINUTE: '100000',
  ADDRESS_MESSAGES_PER_DAY: '1000000',
  ADDRESS_MINTS_PER_MINUTE: '100000',
};

test('while PostgreSQL restarts, messages are refused with a code and a time, and all goes on by itself', async () => {
  await withTestDatabase(async (databaseUrl, server) => {
    const closers: (() => unknown)[] = [];
    try {
      const database = createDatabase({ url: databaseUrl });
      closers.push(() => database.$disconnect());
      const gateway = await startTestGateway({ DATABASE_URL: databaseUrl, ...withoutLimits });
      closers.push(() => gateway.close());
      const worker = createTestWorker(database, { servers: { ...testServers, databaseUrl }, onError: ignore });
      closers.push(() => worker.close());
      const site = await createTestSite(database);
      const readiness = async () => (await fetch(`${gateway.url}/readyz`)).status;

      const follower = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
      closers.push(() => follower.disconnect());
      const events: ConversationEvent[] = [];
      let text = '';
      follower.on('conversation:event', (event) => events.push(event));
      follower.on('generation:text', (words) => {
        expect(words.position).toBe(text.length);
        text += words.text;
      });
      const lost: string[] = [];
      follower.on('disconnect', (reason) => lost.push(reason));
      const message = { clientMessageId: randomUUID(), text: 'Where is my parcel?' };
      const { generationId } = await askFor<AcceptedMessage>(follower, 'message:send', message);
      const answer = await worker.claim(generationId);
      await answer.say('On');
      await expect.poll(() => text).toBe('On');

      const newcomer = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
      closers.push(() => newcomer.disconnect());
      newcomer.on('disconnect', (reason) => lost.push(reason));
      const question = { clientMessageId: randomUUID(), text: 'Do you ship to Norway?' };
      const refusals: { code: ErrorCode; retryAfterMs?: number | undefined }[] = [];
      const overHttp: { status: number; retryAfter: string | null; body: unknown }[] = [];
      await server.kill('SIGINT');
      // As the chat does: again until it is acknowledged, under the same id.
      for (;;) {
        const sent = await ask<AcceptedMessage>(newcomer, 'message:send', question);
        if (sent.ok) break;
        refusals.push(sent.error);
        const response = await fetch(`${gateway.url}/v1/chat`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ siteKey: `unknown-${site.key}`, message: 'Hello?' }),
        });
        const { status, headers } = response;
        overHttp.push({ status, retryAfter: headers.get('retry-after'), body: await response.json() });
        await sleep(50);
      }
      expect(refusals.length).toBeGreaterThan(0);
      for (const refusal of refusals) {
        expect(refusal).toMatchObject({ code: 'unavailable', retryAfterMs: expect.any(Number) });
      }
      expect(overHttp).toContainEqual({
        status: 503,
        retryAfter: '1',
        body: { error: expect.objectContaining({ code: 'unavailable' }) },
      });
      // Where it was back already, the site is not known.
      for (const { status } of overHttp) expect([503, 404]).toContain(status);

      await expect.poll(readiness).toBe(200);
      await answer.say(' its way');
      await answer.finish();
      await expect.poll(() => events.some(({ type }) => type === 'generation:done')).toBe(true);
      expect(text).toBe('On its way');
      expect(await database.message.count({ where: { clientMessageId: question.clientMessageId } })).toBe(1);
      expect(lost).toEqual([]);
    } finally {
      // While there still is a server to say goodbye to.
      for (const close of closers.reverse()) await close();
    }
  });
}, 120_000);
