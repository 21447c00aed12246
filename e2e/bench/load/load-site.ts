import { randomUUID } from 'node:crypto';
import { createDatabase, type Database, publishPromptVersion } from '@frontdesk/database';
import type { Stack } from '../../stack/stack.ts';
import { teachSite } from '../../stack/teach-site.ts';
import { type Customer, createCustomers } from './customer.ts';
import { loadQuestions, type Passage } from './questions.ts';
import type { Settings } from './settings.ts';
import { systemPrompt } from './system-prompt.ts';

export const siteKey = 'load';

/** Characters of a token, English text in the default model's vocabulary. */
const charsOfToken = 4.5;
/** Facts are imported one by one, on a machine that may have other things to do. */
const teachingMs = 600_000;

export interface PrepareOptions {
  settings: Pick<Settings, 'users' | 'thinkSeconds' | 'tokens' | 'seed'>;
  stack: Stack;
  progress: (what: string) => void;
}

/** A customer, and what it does: in the middle of a conversation, unless it begins with the load. */
export interface Prepared<Visitor> {
  plan: Customer;
  visitor: Visitor;
  conversationId: string | undefined;
}

/** Makes the site, and customers who are in the middle of their conversations. @param come gives a visitor for each plan */
export async function prepareCustomers<Visitor extends { visitorId: string }>(
  { settings, stack, progress }: PrepareOptions,
  come: (plans: readonly Customer[]) => Promise<readonly Visitor[]>,
): Promise<{ siteId: string; customers: Prepared<Visitor>[] }> {
  const { users, thinkSeconds, tokens, seed } = settings;
  const { databaseUrl } = stack;
  const database = createDatabase({ url: databaseUrl, maxConnections: 2 });
  try {
    const { passages, topics } = await loadQuestions();
    if (tokens === undefined) progress(`teaching ${passages.length} passages`);
    const siteId = await makeLoadSite({ database, databaseUrl, passages, tokens });
    progress(`connecting ${users} customers`);
    const plans = createCustomers({ users, thinkMs: thinkSeconds * 1_000, seed, topics });
    const visitors = await come(plans);
    const visitorIds = visitors.map(({ visitorId }) => visitorId);
    const conversations = await storeEarlierTurns(database, { siteId, tokens }, plans, visitorIds);
    const customers = visitors.flatMap((visitor, index) => {
      const plan = plans[index];
      return plan ? [{ plan, visitor, conversationId: conversations[index] }] : [];
    });
    return { siteId, customers };
  } finally {
    await database.$disconnect();
  }
}

interface LoadSiteOptions {
  database: Database;
  databaseUrl: string;
  passages: readonly Passage[];
  /** Of answers of one length; left out, the site quotes. */
  tokens: number | undefined;
}

/** Makes the site under load and teaches it. @returns its id */
async function makeLoadSite({ database, databaseUrl, passages, tokens }: LoadSiteOptions): Promise<string> {
  const { id: siteId } = await database.site.create({
    data: {
      ...{ key: siteKey, name: 'University of Ardenmoor', greeting: 'Hello!', colour: '#1f7a4d' },
      ...{ suggestions: [], allowedOrigins: [], dailyMessageLimit: 1_000_000_000 },
      answerMode: tokens === undefined ? 'quote' : 'plain',
    },
  });
  await publishPromptVersion(database, { siteId, systemPrompt });
  // Plain answers are made from the prompt and the conversation alone.
  if (tokens !== undefined) return siteId;
  const facts = passages.map(({ title, text }) => ({ kind: 'fact' as const, title, text }));
  await teachSite({ database, databaseUrl, siteId }, facts, { timeoutMs: teachingMs });
  return siteId;
}

/**
 * Stores what customers had said before the load began. These turns were never generated, so that nothing of them is in
 * any cache: the first message of each finds that out in the warm-up.
 *
 * @param visitorIds of the customers, in their order
 * @returns the conversation of each; undefined where it begins with the load
 */
async function storeEarlierTurns(
  database: Database,
  { siteId, tokens }: { siteId: string; tokens: number | undefined },
  customers: readonly Customer[],
  visitorIds: readonly string[],
): Promise<(string | undefined)[]> {
  const now = Date.now();
  const begun = customers.flatMap(({ earlier }, index) => {
    const visitorId = visitorIds[index];
    return earlier.length === 0 || visitorId === undefined ? [] : [{ index, id: randomUUID(), visitorId, earlier }];
  });
  await database.conversation.createMany({ data: begun.map(({ id, visitorId }) => ({ id, siteId, visitorId })) });
  await database.message.createMany({
    data: begun.flatMap(({ id, visitorId, earlier }) =>
      earlier
        .flatMap(({ ask, answer }) => [
          { role: 'visitor' as const, text: ask },
          { role: 'assistant' as const, text: tokens === undefined ? answer : stretch(answer, tokens) },
        ])
        .map((message, place, all) => ({
          ...{ siteId, conversationId: id, visitorId, ...message },
          createdAt: new Date(now - 1_000 * (all.length - place)),
        })),
    ),
  });
  const byIndex = new Map(begun.map(({ index, id }) => [index, id]));
  return customers.map((_, index) => byIndex.get(index));
}

/** About so many tokens of a text, over and over where it is shorter. */
export function stretch(text: string, tokens: number): string {
  const chars = Math.round(tokens * charsOfToken);
  return `${text} `
    .repeat(Math.ceil(chars / (text.length + 1)))
    .slice(0, chars)
    .trim();
}
