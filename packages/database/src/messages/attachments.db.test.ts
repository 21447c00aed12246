import { randomUUID } from 'node:crypto';
import { attachmentLimits } from '@frontdesk/protocol';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Asked, createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { type AttachmentOwner, reserveAttachment } from './attachments.ts';

const database = useTestDatabase();
let mine: Asked;
const agentId = randomUUID();
const refused = { code: 'attachment_limit' };

beforeAll(async () => {
  await openConnections(database);
  await database.user.create({ data: { id: agentId, name: 'Ada', email: `${agentId}@frontdesk.test` } });
});
beforeEach(async () => {
  await database.attachment.deleteMany();
  mine = await createAsked(database);
});

const upload = ({ siteId, visitorId, agentId: by }: AttachmentOwner, bytes = 1) =>
  reserveAttachment(database, { siteId, visitorId, agentId: by, name: 'a.png', bytes });
/** What was uploaded today by then. */
const used = ({ siteId, visitorId, agentId: by }: AttachmentOwner, { files = 1, bytes = 1 }) =>
  database.attachment.createMany({
    data: Array.from({ length: files }, () => ({ siteId, visitorId, agentId: by ?? null, name: 'a', bytes })),
  });

/** Starts all of them before any can store its row. @returns how many were stored */
async function atOnce(owners: readonly AttachmentOwner[], bytes: number): Promise<number> {
  let uploads: Promise<PromiseSettledResult<string>[]> | undefined;
  await database.$transaction(
    async (other) => {
      // Rows name their site.
      const sites = [...new Set(owners.map(({ siteId }) => siteId))];
      await other.$queryRaw`SELECT FROM site WHERE id = ANY(${sites}::uuid[]) FOR UPDATE`;
      uploads = Promise.allSettled(owners.map((owner) => upload(owner, bytes)));
      await untilWaiting(other, owners.length);
    },
    { timeout: 30_000 },
  );
  const results = (await uploads) ?? [];
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject(refused);
  return results.filter(({ status }) => status === 'fulfilled').length;
}

describe('an agent’s files of a day', () => {
  it.each([
    ['files', { files: attachmentLimits.perAgentDay }],
    ['bytes', { bytes: attachmentLimits.bytesPerAgentDay - 1 }],
  ])('are counted at all sites: %s', async (_, day) => {
    const elsewhere = await createAsked(database);
    await used({ ...elsewhere, agentId }, day);
    await expect(upload({ ...mine, agentId }, 2)).rejects.toMatchObject(refused);
    // And are nobody else's.
    await upload(elsewhere);
  });

  it('are counted one after another, also those of several sites at once', async () => {
    const elsewhere = await createAsked(database);
    await used({ ...mine, agentId }, { files: attachmentLimits.perAgentDay - 1 });
    expect(
      await atOnce(
        [mine, elsewhere].map((asked) => ({ ...asked, agentId })),
        1,
      ),
    ).toBe(1);
  });
});

it('a site’s bytes of a day are counted one after another, whoever sends them', async () => {
  await used(mine, { bytes: attachmentLimits.bytesPerDay });
  const others = await Promise.all(Array.from({ length: 4 }, () => createVisitor(database, mine.siteId)));
  const left = 2 * attachmentLimits.bytes;
  // As many rows as it takes: a row's bytes are a file's.
  const day = attachmentLimits.bytesPerSiteDay - attachmentLimits.bytesPerDay - left;
  await used({ ...mine, agentId }, { files: Math.floor(day / 2 ** 30), bytes: 2 ** 30 });
  await used({ ...mine, agentId }, { bytes: day % 2 ** 30 });
  const owners = others.map((visitorId) => ({ siteId: mine.siteId, visitorId }));
  expect(await atOnce(owners, attachmentLimits.bytes)).toBe(2);
});
