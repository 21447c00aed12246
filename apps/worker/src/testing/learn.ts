import { randomUUID } from 'node:crypto';
import type { Database } from '@frontdesk/database';
import { vi } from 'vitest';
import type { Retrieve, RetrievedPassage } from '../knowledge/retrieval.ts';
import type { Asked } from './ask.ts';

/** Gives a site two passages, and finds them whatever is asked. */
export async function learn(database: Database, { siteId }: Pick<Asked, 'siteId'>, scores = [0.9, 0.8]) {
  const facts = { Returns: 'Returns are free for 30 days.', Shipping: 'We ship to Spain.' };
  await database.site.updateMany({ where: { id: siteId, answerMode: 'plain' }, data: { answerMode: 'quote' } });
  const passages = Object.entries(facts).map(([title, text], index): RetrievedPassage => {
    const score = scores[index] ?? 0;
    return {
      ...{ id: randomUUID(), title, url: `https://fernway.example/${title}`, score },
      sentences: [{ text, score }],
    };
  });
  const source = await database.knowledgeSource.create({ data: { siteId, kind: 'site', name: 'Fernway' } });
  const document = await database.knowledgeDocument.create({
    data: { siteId, sourceId: source.id, address: '/', title: 'Help', epoch: 1 },
  });
  await database.passage.createMany({
    data: passages.map(({ id, title, url, sentences }, position) => ({
      ...{ id, siteId, documentId: document.id, position, titlePath: [title], link: url, hash: title },
      sentences: sentences.map(({ text }) => text),
    })),
  });
  const retrieve = vi.fn<Retrieve>(async () => ({ passages, dependsOnPrevious: false, kinds: null, embedding: null }));
  return { passages, retrieve, documentId: document.id };
}
