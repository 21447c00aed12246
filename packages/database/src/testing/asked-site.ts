import { randomUUID } from 'node:crypto';
import { type ClaimedGeneration, claimGeneration } from '../generations/generations.ts';
import { useTestDatabase } from './test-database.ts';
import { newSite } from './test-site.ts';

export const leaseMs = 60_000;

/** A site for the tests of a file, and questions that wait for workers there. */
export async function useAskedSite() {
  const database = useTestDatabase();
  const siteId = await newSite(database);

  /** A visitor's question and the queued generation that answers it. */
  async function ask({ deadlineInMs = 60_000 } = {}) {
    const visitor = await database.visitor.create({ data: { siteId } });
    const conversation = await database.conversation.create({ data: { siteId, visitorId: visitor.id } });
    const address = { siteId, conversationId: conversation.id };
    const question = await database.message.create({
      data: { ...address, visitorId: visitor.id, role: 'visitor', text: 'How do I return an item?' },
    });
    const generation = await database.generation.create({
      data: {
        ...address,
        questionMessageId: question.id,
        receivedAt: new Date(Date.now() - 100),
        deadlineAt: new Date(Date.now() + deadlineInMs),
      },
    });
    return { ...address, generationId: generation.id, visitorId: visitor.id, questionMessageId: question.id };
  }

  async function claim(generationId: string, workerId: string = randomUUID()): Promise<ClaimedGeneration> {
    const claimed = await claimGeneration(database, { generationId, workerId, leaseMs });
    if (!claimed) throw new Error('nothing to claim');
    return claimed;
  }

  const letLeaseRunOut = (generationId: string) =>
    database.generation.update({ where: { id: generationId }, data: { leaseUntil: new Date(Date.now() - 1) } });

  const row = (generationId: string) => database.generation.findUniqueOrThrow({ where: { id: generationId } });

  return { database, siteId, ask, claim, letLeaseRunOut, row };
}
