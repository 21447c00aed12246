import type { MessageRole, OrderAnswer, OrderLookUpSettings } from '@frontdesk/protocol';
import type { AnswerMode } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { type Actor, differences, recordChange } from '../team/audit.ts';

const settingsOf = { url: true, examples: true, asksEmail: true } as const;

/** Whom a site's assistant asks about orders; null where it asks nobody. */
export function readOrderLookUp(database: Queryable, siteId: string): Promise<OrderLookUpSettings | null> {
  return database.orderLookUp.findUnique({ where: { siteId }, select: settingsOf });
}

/** Whom a site's assistant asks about orders, and what of site and customer says how. Whoever is known is asked for no address. */
export interface OrderServer extends OrderLookUpSettings {
  /** What requests are signed with. */
  sealed: Uint8Array;
  /** In which the site answers, ISO 639-1. */
  languages: string[];
  answerMode: AnswerMode;
  /** What the site's own server calls the visitor, proved by its signature; null for who is anonymous, and where none is named. */
  customerId: string | null;
}

/** Null where the site asks nobody. */
export async function readOrderServer(
  database: Queryable,
  { siteId, visitorId = null }: { siteId: string; visitorId?: string | null },
): Promise<OrderServer | null> {
  const [found] = await database.$queryRaw<OrderServer[]>`
    SELECT url, examples, asks_email AND external_id IS NULL AS "asksEmail", sealed, languages,
           answer_mode::text AS "answerMode", external_id AS "customerId"
      FROM order_look_up JOIN site ON site.id = order_look_up.site_id
      LEFT JOIN visitor ON visitor.id = ${visitorId}::uuid AND visitor.site_id = order_look_up.site_id
     WHERE order_look_up.site_id = ${siteId}::uuid`;
  return found ?? null;
}

/** Enough to have in them what a customer has written last, whatever was said to that. */
const lastMessages = 12;

/**
 * What customer and assistant have said last in the visitor's own conversation, oldest first; without what was superseded, and its
 * answers.
 * @param options.without the visitor's message that is about to be superseded, or answered anew: it and its answers count for nothing
 */
export async function readLastMessages(
  database: Queryable,
  options: { siteId: string; visitorId: string; conversationId: string; without?: string | undefined },
): Promise<{ role: MessageRole; text: string }[]> {
  const { siteId, visitorId, conversationId, without } = options;
  const other = without === undefined ? {} : { id: { not: without } };
  const newest = await database.message.findMany({
    where: {
      ...{ siteId, visitorId, conversationId, role: { in: ['visitor', 'assistant'] }, supersededBy: null, ...other },
      OR: [{ generationId: null }, { generation: { question: { supersededBy: null, ...other } } }],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: lastMessages,
    select: { role: true, text: true },
  });
  return newest.reverse();
}

/** A visitor's message that is to be answered. */
export interface AskedMessage {
  siteId: string;
  visitorId: string;
  conversationId: string;
  messageId: string;
  text: string;
  /** A caller's own, in place of the site's prompt. */
  systemText: string | null;
}

/** What an answer is to answer; null where it is gone. */
export async function readAskedMessage(database: Queryable, generationId: string): Promise<AskedMessage | null> {
  const found = await database.generation.findUnique({
    where: { id: generationId },
    select: { systemText: true, question: true },
  });
  if (!found) return null;
  const { id: messageId, siteId, visitorId, conversationId, text } = found.question;
  return { siteId, visitorId, conversationId, messageId, text, systemText: found.systemText };
}

/**
 * Has it asked there, and so, from now on.
 * @param options.sealed what requests are signed with, where there is none yet: that stays
 * @returns whether there was none
 */
export function setOrderLookUp(
  database: Database,
  actor: Actor,
  { siteId, settings, sealed }: { siteId: string; settings: OrderLookUpSettings; sealed: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR NO KEY UPDATE`;
    const before = await readOrderLookUp(transaction, siteId);
    await transaction.orderLookUp.upsert({
      where: { siteId },
      create: { siteId, ...settings, sealed },
      update: settings,
    });
    // What answers are kept for questions about orders was said before anybody could be asked.
    if (!before) await touchAnswers(transaction, siteId);
    const told = ({ url, examples, asksEmail }: OrderLookUpSettings) => ({
      origin: originOf(url),
      examples,
      asksEmail,
    });
    const target = originOf(settings.url);
    const values = before ? differences(told(before), told(settings)) : { after: told(settings) };
    await recordChange(transaction, actor, { siteId, action: 'orders.set', target, ...values });
    return before === null;
  });
}

/** Answers that are kept count no more. */
async function touchAnswers(transaction: Queryable, id: string): Promise<void> {
  await transaction.site.update({ where: { id }, data: { knowledgeVersion: { increment: 1 } } });
}

/** Nobody is asked any more. */
export async function removeOrderLookUp(database: Database, actor: Actor, siteId: string): Promise<void> {
  await database.$transaction(async (transaction) => {
    const [removed] = await transaction.$queryRaw<{ url: string }[]>`
      DELETE FROM order_look_up WHERE site_id = ${siteId}::uuid RETURNING url`;
    if (!removed) return;
    await recordChange(transaction, actor, { siteId, action: 'orders.removed', target: originOf(removed.url) });
  });
}

/** Keeps what came of asking with the answer that is to say it, unless a worker has begun that already, or nobody wants it any more. */
export async function storeOrderAnswer(
  database: Queryable,
  { generationId, answer }: { generationId: string; answer: OrderAnswer },
): Promise<void> {
  const waiting = { id: generationId, epoch: 0, state: 'queued' as const };
  await database.generation.updateMany({ where: waiting, data: { orderAnswer: answer } });
}

/**
 * Puts other sealed forms in the place of those that are stored, of all sites.
 * @param replace the other form of one; null: it stays as it is
 * @returns how many were replaced
 */
export async function replaceSealedOrderLookUps(
  database: Database,
  replace: (stored: { siteId: string; sealed: Uint8Array }) => Uint8Array<ArrayBuffer> | null,
): Promise<number> {
  let replaced = 0;
  for (const stored of await database.orderLookUp.findMany({ select: { siteId: true, sealed: true } })) {
    const sealed = replace(stored);
    if (!sealed) continue;
    const { count } = await database.orderLookUp.updateMany({ where: stored, data: { sealed } });
    replaced += count;
  }
  return replaced;
}

/** What is written down of an address: what follows may be as good as a password. */
const originOf = (url: string): string => new URL(url).origin;
