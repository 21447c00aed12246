import { randomUUID } from 'node:crypto';
import { type Database, publishPromptVersion } from '@frontdesk/database';
import { teachSite } from '../../stack/teach-site.ts';
import type { Customer } from './customer.ts';
import type { Passage } from './questions.ts';
import { systemPrompt } from './system-prompt.ts';

export const siteKey = 'load';

/** Characters of a token, English text in the default model's vocabulary. */
const charsOfToken = 4.5;
/** Facts are imported one by one, on a machine that may have other things to do. */
const teachingMs = 600_000;

export interface LoadSiteOptions {
  database: Database;
  databaseUrl: string;
  passages: readonly Passage[];
  /** Of answers of one length; left out, the site quotes. */
  tokens: number | undefined;
}

/** Makes the site under load and teaches it. @returns its id */
export async function makeLoadSite({ database, databaseUrl, passages, tokens }: LoadSiteOptions): Promise<string> {
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
export async function storeEarlierTurns(
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
