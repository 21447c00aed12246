import type { ImportJob } from '@frontdesk/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { operator } from '../team/audit.ts';
import { newSite } from '../testing/test-site.ts';
import { untilWaiting } from '../testing/until-waiting.ts';
import { createFactSource, editFact } from './facts.ts';
import { removeDocument, removeSource } from './knowledge-changes.ts';
import {
  type DocumentChanges,
  type LostDocuments,
  listKnowledgeDocuments,
  readStoredPassages,
  removeGoneDocuments,
  storeDocument,
  storeDocumentError,
} from './knowledge-documents.ts';
import { listSources, readFact } from './knowledge-overview.ts';
import {
  type ClaimedImport,
  cancelImport,
  claimImport,
  createKnowledgeSource,
  endImport,
  importSilenceMs,
  raiseKnowledgeVersion,
  recordImportProgress,
  requestImport,
} from './knowledge-sources.ts';
import { findPassages, readKnowledgeVersion, readSiteKnowledge } from './passages.ts';

let database: Database;
let siteId: string;
beforeAll(() => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
});
afterAll(() => database.$disconnect());
beforeEach(async () => {
  siteId = await createSite();
});

const createSite = () => newSite(database);

async function claimNew(site = siteId): Promise<ClaimedImport> {
  const job = await createKnowledgeSource(database, {
    siteId: site,
    kind: 'site',
    name: 'Shop',
    address: 'https://shop.example/',
  });
  return claim(job);
}

async function claim(job: ImportJob): Promise<ClaimedImport> {
  const claimed = await claimImport(database, job);
  if (!claimed) throw new Error('not claimed');
  return claimed;
}

const embeddingHash = 'model-1';
/** Not as far as its bytes go: whoever rounded it once more would change them. */
const vector = (...bytes: number[]) => ({ bytes: Int8Array.from(bytes), step: 0.25 });
const added = (position: number, ...sentences: string[]): DocumentChanges['added'][number] => ({
  position,
  titlePath: ['Shop', 'Shipping'],
  sentences,
  link: null,
  hash: sentences.join('|'),
  vectors: [[127, -16], ...sentences.map((_, index) => [index, 1])].map((values) => vector(...values)),
});
const changes = (more: Partial<DocumentChanges> = {}): DocumentChanges => ({
  ...{ address: '/a', title: 'A', language: 'en', kept: [], added: [], removed: [], embeddingHash },
  ...more,
});
const store = (claim: ClaimedImport, more: Partial<DocumentChanges>) => storeDocument(database, claim, changes(more));
const passageCount = () => database.passage.count({ where: { siteId } });

const fallSilent = ({ sourceId }: { sourceId: string }) =>
  database.knowledgeSource.update({
    where: { id: sourceId },
    data: { aliveAt: new Date(Date.now() - importSilenceMs) },
  });

describe('imports of a source', () => {
  it('are one at a time: a second request is refused until the first has ended', async () => {
    const claim = await claimNew();
    const { sourceId } = claim;
    await expect(requestImport(database, { siteId, sourceId })).rejects.toMatchObject({ code: 'import_in_progress' });
    expect(await recordImportProgress(database, claim, { done: 1, known: 3 })).toBe(true);
    expect(await endImport(database, claim, null)).toBe(true);
    expect(await database.knowledgeSource.findMany({ where: { siteId } })).toMatchObject([
      { id: sourceId, state: 'done', done: 1, known: 3, epoch: 1 },
    ]);
    const both = await Promise.allSettled([1, 2].map(() => requestImport(database, { siteId, sourceId })));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both).toContainEqual({ status: 'fulfilled', value: { sourceId, epoch: 2 } });
  });

  it('give new content to a file, and refuse to import it again without', async () => {
    const job = await createKnowledgeSource(database, {
      siteId,
      kind: 'file',
      name: 'a.md',
      format: 'markdown',
      content: new Uint8Array([1, 2]),
    });
    const claim = await claimImport(database, job);
    expect(claim).toMatchObject({ kind: 'file', format: 'markdown', name: 'a.md', siteId, epoch: 1 });
    expect([...(claim?.content ?? [])]).toEqual([1, 2]);
    await endImport(database, claim as ClaimedImport, { code: 'unreadable', message: 'No.' });
    expect((await database.knowledgeSource.findUniqueOrThrow({ where: { id: job.sourceId } })).content).toBeNull();
    await expect(requestImport(database, { siteId, sourceId: job.sourceId })).rejects.toMatchObject({
      code: 'bad_request',
    });
    const again = await requestImport(database, { siteId, sourceId: job.sourceId, content: new Uint8Array([3]) });
    expect([...((await claimImport(database, again))?.content ?? [])]).toEqual([3]);
  });

  it('keep what was typed as a fact, and nobody stops them', async () => {
    const first = await createFactSource(database, { siteId, title: 'Gifts', text: 'We sell gift cards.' });
    const { sourceId } = first;
    expect(await cancelImport(database, { siteId, sourceId })).toBe(false);
    await endImport(database, await claim(first), { code: 'site_full', message: 'No.' });
    const typed = { title: 'Gifts', text: 'We sell gift cards.' };
    expect(await readFact(database, { siteId, sourceId })).toEqual(typed);
    const edited = { title: 'Gifts', text: 'Cards\n=====\nWe sell no gift cards:\n- neither here\n- nor online' };
    const second = await claim(await editFact(database, { siteId, sourceId, ...edited }));
    expect(await cancelImport(database, { siteId, sourceId })).toBe(false);
    await store(second, { added: [added(0, 'We sell no gift cards.')] });
    await endImport(database, second, null);
    expect(await readFact(database, { siteId, sourceId })).toEqual(edited);
  });

  it('of facts whose text was not kept leave their headings to be edited', async () => {
    const { sourceId } = await createFactSource(database, { siteId, title: 'Shop', text: 'x' });
    const running = await claim({ sourceId, epoch: 1 });
    const paths = [['Shop'], ['Shop', 'A'], ['Shop', 'A'], ['Shop', 'A', 'B'], ['Shop', 'C', 'B']];
    const passages = paths.map((titlePath, position) => ({ ...added(position, `No. ${position}.`), titlePath }));
    await store(running, { added: passages });
    await endImport(database, running, null);
    await database.knowledgeSource.update({ where: { id: sourceId }, data: { content: null } });
    const text = 'No. 0.\n\nA\n===\n\nNo. 1.\n\nNo. 2.\n\nB\n---\n\nNo. 3.\n\nC\n===\n\nB\n---\n\nNo. 4.';
    expect(await readFact(database, { siteId, sourceId })).toEqual({ title: 'Shop', text });
  });

  it('are left alone while they say that they are alive, and taken over once they are silent', async () => {
    const running = await claimNew();
    const { sourceId } = running;
    const job = { sourceId, epoch: 1 };
    expect(await claimImport(database, job)).toBeNull();
    expect(await recordImportProgress(database, running, { done: 1 })).toBe(true);
    await fallSilent(running);
    expect(await claimImport(database, job)).not.toBeNull();
    expect(await recordImportProgress(database, running)).toBe(false);
  });

  it('are taken over by the newest claim: the older one can write no more', async () => {
    const old = await claimNew();
    await fallSilent(old);
    const fresh = await claimImport(database, { sourceId: old.sourceId, epoch: 1 });
    expect(fresh?.claimId).not.toBe(old.claimId);
    expect(await store(old, { added: [added(0, 'Late.')] })).toBe('refused');
    expect(await storeDocumentError(database, old, { address: '/a', title: 'A', code: 'x', message: 'x' })).toBe(false);
    expect(await recordImportProgress(database, old)).toBe(false);
    expect(await removeGoneDocuments(database, old, { addresses: [], unseenToo: true })).toBeNull();
    expect(await endImport(database, old, null)).toBe(false);
    expect(await passageCount()).toBe(0);
    expect(await store(fresh as ClaimedImport, { added: [added(0, 'New.')] })).toBe('stored');
  });

  it('can be cancelled', async () => {
    const claim = await claimNew();
    expect(await cancelImport(database, claim)).toBe(true);
    expect(await cancelImport(database, claim)).toBe(false);
    expect(await store(claim, { added: [added(0, 'Late.')] })).toBe('refused');
    expect(await claimImport(database, claim)).toBeNull();
    expect(await requestImport(database, { siteId, sourceId: claim.sourceId })).toEqual({
      sourceId: claim.sourceId,
      epoch: 2,
    });
  });
});

describe('storeDocument', () => {
  it('stores passages with their vectors, and raises the version', async () => {
    const claim = await claimNew();
    expect(await store(claim, { added: [added(0, 'One.', 'Two.'), added(1, 'Three.')] })).toBe('stored');
    const { version, passages: unordered } = await readSiteKnowledge(database, { siteId, embeddingHash });
    const passages = unordered.toSorted((a, b) => b.sentences.length - a.sentences.length);
    expect(version).toBe(1);
    expect(passages.map(({ sentences }) => sentences)).toEqual([['One.', 'Two.'], ['Three.']]);
    expect(passages[0]).toMatchObject({ titlePath: ['Shop', 'Shipping'], link: null });
    expect(passages[0]?.vectors).toEqual([vector(127, -16), vector(0, 1), vector(1, 1)]);
    const other = await readSiteKnowledge(database, { siteId, embeddingHash: 'model-2' });
    expect(other.passages[0]?.vectors).toBeNull();
  });

  it('tells a version of which nothing is missing, whatever changes while it is read', async () => {
    const { version } = await readSiteKnowledge(database, { siteId, embeddingHash });
    let reading: ReturnType<typeof readSiteKnowledge> | undefined;
    await database.$transaction(async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE passage IN ACCESS EXCLUSIVE MODE`;
      reading = readSiteKnowledge(database, { siteId, embeddingHash });
      await untilWaiting(database, 1);
      await raiseKnowledgeVersion(transaction, siteId);
    });
    expect((await reading)?.version).toBe(version);
  });

  it('keeps what did not change, under its id, and raises the version only for a change', async () => {
    const claim = await claimNew();
    await store(claim, { added: [added(0, 'One.'), added(1, 'Two.')] });
    const [one, two] = await readStoredPassages(database, claim, '/a');
    const id = (stored: typeof one) => stored?.id ?? '';
    const kept = [one, two].map((stored, position) => ({ id: id(stored), position, link: null }));
    await store(claim, { kept });
    expect(await readKnowledgeVersion(database, siteId)).toBe(1);
    await store(claim, {
      kept: [{ id: id(two), position: 0, link: '/a#x' }],
      removed: [id(one)],
      added: [added(1, 'New.')],
    });
    expect(await readKnowledgeVersion(database, siteId)).toBe(2);
    const [document] = await listKnowledgeDocuments(database, claim);
    expect(
      await database.passage.findMany({ where: { documentId: document?.id ?? '' }, orderBy: { position: 'asc' } }),
    ).toMatchObject([{ id: id(two), sentences: ['Two.'], link: '/a#x' }, { sentences: ['New.'] }]);
    const vectors = [vector(3), vector(-5)];
    await store(claim, { kept: [{ id: id(two), position: 0, link: '/a#x', vectors }], embeddingHash: 'model-2' });
    const { passages } = await readSiteKnowledge(database, { siteId, embeddingHash: 'model-2' });
    expect(passages.find((passage) => passage.id === id(two))?.vectors).toEqual(vectors);
  });

  it('stores nothing when a passage to keep has gone meanwhile', async () => {
    const claim = await claimNew();
    await store(claim, { added: [added(0, 'One.')] });
    const [one] = await readStoredPassages(database, claim, '/a');
    const [document] = await listKnowledgeDocuments(database, claim);
    await removeDocument(database, operator, { siteId, documentId: document?.id ?? '' });
    expect(await passageCount()).toBe(0);
    const outcome = await store(claim, {
      kept: [{ id: one?.id ?? '', position: 0, link: null }],
      added: [added(1, 'New.')],
    });
    expect(outcome).toBe('outdated');
    expect(await listKnowledgeDocuments(database, claim)).toEqual([]);
    expect(await passageCount()).toBe(0);
  });

  it('keeps what was stored when a later import fails, and removes what is gone', async () => {
    const first = await claimNew();
    await store(first, { added: [added(0, 'One.')] });
    await store(first, { address: '/b', added: [added(0, 'Two.')] });
    await store(first, { address: '/c', added: [added(0, 'Three.')] });
    await endImport(database, first, null);
    const second = await claimImport(database, await requestImport(database, { siteId, sourceId: first.sourceId }));
    if (!second) throw new Error('not claimed');
    await storeDocumentError(database, second, { address: '/b', title: '/b', code: 'unreachable', message: 'Away.' });
    await store(second, { address: '/c', added: [] });
    const gone = { addresses: [], unseenToo: true };
    const kept = { ...gone, isTooMuch: ({ lost, left }: LostDocuments) => lost === 1 && left === 2 };
    expect(await removeGoneDocuments(database, second, kept)).toEqual({ lost: 1, left: 2, removed: false });
    expect(await passageCount()).toBe(3);
    expect(await removeGoneDocuments(database, second, gone)).toEqual({ lost: 1, left: 2, removed: true });
    const documents = await listKnowledgeDocuments(database, first);
    expect(documents.map(({ address, errorCode, passages }) => [address, errorCode, passages])).toEqual([
      ['/c', null, 1],
      ['/b', 'unreachable', 1],
    ]);
  });
});

describe('how many documents are known at the most', () => {
  const peak = async ({ sourceId }: { sourceId: string }) =>
    (await database.knowledgeSource.findUniqueOrThrow({ where: { id: sourceId } })).peakDocuments;
  const again = async (sourceId: string) => {
    const claim = await claimImport(database, await requestImport(database, { siteId, sourceId }));
    if (!claim) throw new Error('not claimed');
    return claim;
  };

  it('is what an import leaves, or what was known at the most before it; whoever deletes one does not miss it', async () => {
    const first = await claimNew();
    expect(first.peakDocuments).toBeNull();
    for (const address of ['/a', '/b', '/c']) await store(first, { address, added: [added(0, address)] });
    await storeDocumentError(database, first, { address: '/d', title: '/d', code: 'gone', message: 'Gone.' });
    await removeGoneDocuments(database, first, { addresses: [], unseenToo: true });
    await endImport(database, first, null);
    expect(await peak(first)).toBe(3);
    const second = await again(first.sourceId);
    expect(second.peakDocuments).toBe(3);
    const some = { addresses: ['/a', '/b'], unseenToo: false };
    await removeGoneDocuments(database, second, { ...some, isTooMuch: () => true });
    await removeGoneDocuments(database, second, { ...some, peak: 3 });
    expect(await peak(first)).toBe(3);
    const found = await listKnowledgeDocuments(database, second);
    const remove = (address: string) =>
      removeDocument(database, operator, {
        siteId,
        documentId: found.find((one) => one.address === address)?.id ?? '',
      });
    await remove('/c');
    // Of that one nothing was known.
    await remove('/d');
    expect(await peak(first)).toBe(2);
    await removeGoneDocuments(database, second, { addresses: [], unseenToo: false });
    expect(await peak(first)).toBe(0);
  });
});

describe('deletion of a source', () => {
  it('leaves nothing behind, also while it is imported', async () => {
    const claim = await claimNew();
    await store(claim, { added: [added(0, 'One.')] });
    const storing = Promise.all(
      Array.from({ length: 20 }, (_, index) => store(claim, { address: `/${index}`, added: [added(0, `${index}.`)] })),
    );
    await removeSource(database, operator, claim);
    for (const outcome of await storing) expect(['stored', 'refused']).toContain(outcome);
    expect(await store(claim, { added: [added(0, 'Late.')] })).toBe('refused');
    for (const table of ['knowledge_source', 'knowledge_document', 'passage']) {
      const [row] = await database.$queryRawUnsafe<{ count: bigint }[]>(
        `SELECT count(*) FROM ${table} WHERE site_id = '${siteId}'`,
      );
      expect([table, Number(row?.count)]).toEqual([table, 0]);
    }
    expect(await readKnowledgeVersion(database, siteId)).toBeGreaterThan(1);
  });
});

describe('nothing of one site is found from another', () => {
  it('neither read nor changed', async () => {
    const theirs = await createSite();
    const claim = await claimNew();
    await store(claim, { added: [added(0, 'Mine.')] });
    const [document] = await listKnowledgeDocuments(database, claim);
    const documentId = document?.id ?? '';
    const { passages } = await readSiteKnowledge(database, { siteId, embeddingHash });
    const ids = passages.map(({ id }) => id);
    // What follows is empty for its own reason.
    expect(await findPassages(database, { siteId, ids })).toHaveLength(1);

    const crossed = { siteId: theirs, sourceId: claim.sourceId };
    expect(await findPassages(database, { siteId: theirs, ids })).toEqual([]);
    await expect(listKnowledgeDocuments(database, crossed)).rejects.toMatchObject({ code: 'source_unknown' });
    expect(await listSources(database, { siteId: theirs })).toMatchObject({ sources: [], total: 0 });
    expect(await readSiteKnowledge(database, { siteId: theirs, embeddingHash })).toEqual({ version: 0, passages: [] });
    expect(await cancelImport(database, crossed)).toBe(false);
    await expect(removeSource(database, operator, crossed)).rejects.toMatchObject({ code: 'source_unknown' });
    await expect(requestImport(database, crossed)).rejects.toMatchObject({ code: 'source_unknown' });
    await expect(removeDocument(database, operator, { siteId: theirs, documentId })).rejects.toMatchObject({
      code: 'document_unknown',
    });
    expect(await passageCount()).toBe(1);
  });
});
