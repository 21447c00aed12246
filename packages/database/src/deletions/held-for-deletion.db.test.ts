import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { noteAttendance } from '../generations/attendance.ts';
import { storeChunks } from '../generations/generation-chunks.ts';
import { type ClaimedGeneration, renewLeases } from '../generations/generations.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { leaseMs, useAskedSite } from '../testing/asked-site.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { deleteConversation } from '../visitors/visitor-conversations.ts';
import { deleteVisitor } from './deletions.ts';
import type { TellStopped } from './held-for-deletion.ts';

const normalForm = (text: string) => text.toLowerCase();
const actor = { userId: randomUUID(), email: `${randomUUID()}@frontdesk.test` };
const workerId = 'w';
let stopped: string[];
const tell: TellStopped = ({ generationId }) => stopped.push(generationId);

const site = await useAskedSite();
await openConnections(site.database);
await site.database.user.create({ data: { id: actor.userId, name: 'Ada', email: actor.email } });
await publishPromptVersion(site.database, { siteId: site.siteId, systemPrompt: 'You answer.' });
beforeEach(() => {
  stopped = [];
});

const first = ({ generationId, epoch }: ClaimedGeneration) => ({
  ...{ generationId, epoch, firstToken: 0, tokenIds: [1], position: 0, text: 'They are.' },
});
type Asked = Awaited<ReturnType<typeof site.ask>>;

it.each([
  ['customer', (of: Asked) => deleteVisitor(site.database, { ...of, actor, normalForm }, tell)],
  ['conversation', (of: Asked) => deleteConversation(site.database, { ...of, normalForm }, tell)],
])('a %s that is being deleted holds up no other answer of the worker that answers them', async (_, remove) => {
  const { database, siteId, ask, claim } = site;
  const [theirs, others] = [await ask(), await ask()];
  const claims = [await claim(theirs.generationId, workerId), await claim(others.generationId, workerId)];
  await database.generation.updateMany({ data: { attendedAt: new Date(0) } });
  const { visitorId, conversationId, questionMessageId: messageId } = theirs;
  const file = { siteId, visitorId, conversationId, messageId, name: 'a.png', bytes: 1, state: 'sent' as const };
  const { id } = await database.attachment.create({ data: file });
  let deleted: Promise<unknown> | undefined;
  await database.$transaction(
    async (other) => {
      // The deletion is held up by what it takes along.
      await other.$queryRaw`SELECT FROM attachment WHERE id = ${id}::uuid FOR UPDATE`;
      deleted = remove(theirs);
      await untilWaiting(other, 1);
      await database.$transaction(
        async (worker) => {
          await worker.$executeRaw`SET LOCAL lock_timeout = '1s'`;
          expect(await storeChunks(worker, { workerId, chunks: claims.map(first) })).toEqual([theirs.generationId]);
          expect(await renewLeases(worker, { workerId, claims, leaseMs })).toEqual([claims[0]]);
          await noteAttendance(worker, [theirs.visitorId, others.visitorId]);
        },
        { timeout: 30_000 },
      );
      expect(stopped).toEqual([theirs.generationId]);
    },
    { timeout: 60_000 },
  );
  expect(await deleted).toBeTruthy();
  expect(await database.generation.findUnique({ where: { id: theirs.generationId } })).toBeNull();
  expect((await site.row(others.generationId)).attendedAt).not.toEqual(new Date(0));
});

it('what a customer asks just before they are deleted is stopped as well', async () => {
  const { database, siteId, ask, claim } = site;
  const { generationId, visitorId } = await ask();
  const now = new Date();
  const mark = { rolledUntil: now, questionsUntil: now };
  await database.analyticsRollUp.upsert({ where: { id: 1 }, create: mark, update: mark });
  let deleted: Promise<unknown> | undefined;
  let later = '';
  await database.$transaction(
    async (other) => {
      await other.$queryRaw`SELECT FROM analytics_roll_up FOR UPDATE`;
      deleted = deleteVisitor(database, { siteId, visitorId, actor, normalForm }, tell);
      await untilWaiting(other, 1);
      ({ generationId: later } = await acceptMessage(database, { siteId, visitorId, text: 'And socks?' }));
      await claim(later, workerId);
    },
    { timeout: 60_000 },
  );
  expect(await deleted).toBeTruthy();
  expect(stopped).toEqual([generationId, later]);
});
