import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../generated/client.ts';
import type { Database } from '../connection/client.ts';
import { rollUpMinutes } from '../service/service-minutes.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { newSite } from './test-site.ts';

export interface Asked {
  siteId: string;
  conversationId: string;
  visitorId: string;
}

/** A site with one visitor and one conversation. */
export async function createAsked(database: Database, { sandbox = false } = {}): Promise<Asked> {
  const siteId = await newSite(database);
  const visitorId = await createVisitor(database, siteId, { sandbox });
  const conversationId = randomUUID();
  await database.conversation.create({ data: { id: conversationId, siteId, visitorId, sandbox } });
  return { siteId, conversationId, visitorId };
}

type Columns = Prisma.GenerationCreateManyInput;
type Dates = 'receivedAt' | 'startedAt' | 'firstTextAt' | 'finishedAt' | 'deadlineAt';
export interface EndedRow extends Omit<Columns, 'siteId' | 'conversationId' | 'questionMessageId' | Dates> {
  /** Null for one that has not. */
  finishedAt: Date | null;
  receivedAt?: Date;
  startedAt?: Date | null;
  firstTextAt?: Date | null;
}

/** Generations that ended, as rows: received where nothing else is said 10 s before, with a deadline of a minute. */
export async function createEnded(database: Database, asked: Asked, rows: readonly EndedRow[]): Promise<string[]> {
  const made = rows.map((row) => {
    const receivedAt = row.receivedAt ?? new Date((row.finishedAt?.getTime() ?? Date.now()) - 10_000);
    return { id: randomUUID(), questionMessageId: randomUUID(), ...row, receivedAt };
  });
  await database.message.createMany({
    data: made.map(({ questionMessageId }) => ({ id: questionMessageId, ...asked, role: 'visitor', text: 'Hello' })),
  });
  const { siteId, conversationId } = asked;
  await database.generation.createMany({
    data: made.map((row) => ({
      ...{ siteId, conversationId },
      ...row,
      deadlineAt: new Date(row.receivedAt.getTime() + 60_000),
    })),
  });
  return made.map(({ id }) => id);
}

/** Rolls up all that is over. */
export async function rollUpAll(database: Database, now: Date): Promise<void> {
  for (;;) {
    const until = await rollUpMinutes(database, now);
    if (until && now.getTime() - until.getTime() < 60_000) return;
  }
}
