import { createApiKeyAs, type Database, operator } from '@frontdesk/database';
import { askOverHttp } from '../client/chat-request.ts';
import type { Business, Question } from './business.ts';
import type { NamedBusiness } from './load-businesses.ts';
import type { Mode, Place } from './mode.ts';
import type { Result } from './summary.ts';

export interface Asked {
  text: string;
  timings: Result['timings'];
  /** That an answer from the passages is right, as stored; null where that was not in question. */
  confidence: number | null;
}

/** A business's site on a running stack, as its own server asks it. */
export interface SiteUnderTest {
  /** Asks in a conversation of its own, which has the question's earlier turns. Rejects when no answer came. */
  ask(question: Question): Promise<Asked>;
}

/** How a business's site answers; what is left out is as in a new site. */
export function answeringOf({ languages, caution, mode }: Pick<Business, 'languages' | 'caution' | 'mode'>) {
  return { ...(languages && { languages }), ...(caution && { caution }), ...(mode && { answerMode: mode }) };
}

/** Makes a site for a business and teaches it. */
export async function makeSite(
  { gatewayUrl, database, databaseUrl }: Place & { gatewayUrl: string },
  mode: Mode,
  business: NamedBusiness,
): Promise<SiteUnderTest> {
  const { id: siteId } = await database.site.create({
    data: {
      ...{ key: `test-${business.slug}`, name: business.name, greeting: 'Hello!', colour: '#1f7a4d' },
      ...{ suggestions: [], allowedOrigins: [], ...answeringOf(business) },
    },
  });
  const { key: apiKey } = await createApiKeyAs(database, operator, { siteId, name: 'evaluation' });
  await mode.teach({ database, databaseUrl }, siteId, business);
  return {
    async ask({ before, ask: message }) {
      const conversationId = before.length > 0 ? await beginConversation(database, siteId, before) : undefined;
      const request = { apiKey, message, ...(conversationId ? { conversationId } : {}) };
      const { response, ttftMs } = await askOverHttp(gatewayUrl, request);
      const { totalMs, generatedTokens } = response.timings;
      const { confidence } = await database.generation.findUniqueOrThrow({ where: { id: response.generationId } });
      return {
        confidence,
        text: response.answer.text,
        timings: { ttftMs, totalMs: totalMs ?? Number.NaN, tokens: generatedTokens ?? 0 },
      };
    },
  };
}

/** Stores turns that were never generated: what the bot said before must be the same for all modes and models. */
async function beginConversation(database: Database, siteId: string, turns: Question['before']): Promise<string> {
  const { id: visitorId } = await database.visitor.create({ data: { siteId } });
  const { id: conversationId } = await database.conversation.create({ data: { siteId, visitorId } });
  const said = turns.flatMap(({ customer, bot }) => [
    { role: 'visitor' as const, text: customer },
    { role: 'assistant' as const, text: bot },
  ]);
  const now = Date.now();
  await database.message.createMany({
    data: said.map((message, index) => ({
      ...{ siteId, conversationId, visitorId, ...message },
      createdAt: new Date(now - 1_000 * (said.length - index)),
    })),
  });
  return conversationId;
}
