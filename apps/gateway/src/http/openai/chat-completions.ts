import { randomUUID } from 'node:crypto';
import { readAnswerUsage, timeOrderedId } from '@frontdesk/database';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuseUnlessScoped } from '../../access/api-key-scopes.ts';
import { addressKeyOf } from '../../access/client-address.ts';
import { receiptTime } from '../../messages/message-intake.ts';
import { refusal } from '../../refusal.ts';
import type { ChatOptions } from '../chat.ts';
import { whileConnected } from '../hang-up.ts';
import { type AnswerWait, waitForAnswer } from '../wait-for-answer.ts';
import { apiKeyOf } from './api-keys-only.ts';
import { type CompletionHead, completionHead, toCompletion } from './chat-completion.ts';
import { readCompletionRequest } from './completion-request.ts';
import { CompletionStream } from './completion-stream.ts';
import { toOpenAiError } from './openai-errors.ts';

/**
 * `POST /v1/chat/completions`: `POST /v1/chat` for clients of OpenAI's API. That API keeps no conversations: each request
 * brings its own along, and is one here, of a visitor of its own.
 */
export function serveChatCompletions(scope: FastifyInstance, options: ChatOptions): void {
  const { database, own, relay, intake, limits } = options;

  scope.post('/v1/chat/completions', async (request, reply) => {
    const receivedAt = receiptTime();
    const { text, systemText, earlier, ...wanted } = readCompletionRequest(request.body);
    const { site, scopes } = apiKeyOf(request);
    refuseUnlessScoped(scopes, 'chat');
    if (systemText !== undefined) refuseUnlessScoped(scopes, 'system');
    const siteId = site.id;
    const address = addressKeyOf(request, own);
    await limits.mint('visitor-token', siteId, site);
    const visitorId = timeOrderedId();
    const stored = await intake({
      ...{ siteId, visitorId, newVisitor: true, fromServer: true, siteLimit: site },
      clientMessageId: randomUUID(),
      ...{ text, systemText, earlier },
      address,
      channel: 'http',
      receivedAt,
    });
    const signal = whileConnected(reply, options, () => options.stopAnswer({ siteId, visitorId }, stored.generationId));
    const wait = { siteId, stored, isNamed: false, signal };
    const head = completionHead(stored.generationId, receivedAt.date);
    if (wanted.stream) return streamAnswer(reply, wait, { head, includeUsage: wanted.includeUsage });
    return wholeAnswer(wait, head);
  });

  async function wholeAnswer(wait: Omit<AnswerWait, 'onText'>, head: CompletionHead) {
    const answer = await waitForAnswer(relay, { ...wait, onText: () => {} });
    return toCompletion(head, answer.text, await usageOf(wait));
  }

  async function streamAnswer(
    reply: FastifyReply,
    wait: Omit<AnswerWait, 'onText'>,
    as: { head: CompletionHead; includeUsage: boolean },
  ): Promise<FastifyReply> {
    const stream = new CompletionStream(reply, as);
    try {
      const answer = await waitForAnswer(relay, { ...wait, onText: ({ text }) => stream.say(text) });
      stream.finish(answer.text, await usageOf(wait));
    } catch (error) {
      if (!stream.begun) throw error;
      stream.fail(toOpenAiError(refusal(error, options)).error);
    }
    return reply;
  }

  const usageOf = ({ siteId, stored: { generationId } }: Omit<AnswerWait, 'onText'>) =>
    readAnswerUsage(database, { siteId, generationId });
}
