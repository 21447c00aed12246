import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Database, readGenerationTimings, type StoredMessage } from '@frontdesk/database';
import {
  type ChatRequest,
  type ChatResponse,
  CodedError,
  chatRequest,
  limits,
  type Message,
} from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance } from 'fastify';
import type { ApiKeyDirectory } from '../access/api-key-directory.ts';
import { bearerOf } from '../access/bearer.ts';
import { addressKeyOf } from '../access/client-address.ts';
import type { OwnAddress } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import type { SiteDirectory } from '../access/site-directory.ts';
import { keptAnswer, keptAnswerTimings } from '../messages/kept-answer.ts';
import { type MessageIntake, type ReceiptTime, receiptTime } from '../messages/message-intake.ts';
import { checkMessageText, checkSystemText } from '../messages/message-text.ts';
import type { StopAnswer } from '../messages/stop-answer.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { parseRequest } from '../parse-request.ts';
import { refusal } from '../refusal.ts';
import type { Relay } from '../relay/relay.ts';
import { type ChatIdentity, identifyChat } from './chat-identity.ts';
import { openEventStream } from './event-stream.ts';
import { whileConnected } from './hang-up.ts';
import { waitForAnswer } from './wait-for-answer.ts';

export interface ChatOptions {
  database: Database;
  sites: SiteDirectory;
  apiKeys: ApiKeyDirectory;
  tokens: SignedTokens;
  own: OwnAddress;
  relay: Relay;
  intake: MessageIntake;
  stopAnswer: StopAnswer;
  limits: RateLimits;
  metrics: GatewayMetrics;
  logger: Logger;
  /** Aborted when the gateway stops: nobody is kept waiting then. */
  stopping: AbortSignal;
}

/** `POST /v1/chat`: one question, one answer, as one JSON body or as server-sent events. */
export function serveChat(app: FastifyInstance, options: ChatOptions): void {
  const { database, own, relay, intake } = options;

  app.post('/v1/chat', async (request, reply) => {
    const receivedAt = receiptTime();
    const body = withBorneKey(parseRequest(chatRequest, request.body), request.headers);
    const address = addressKeyOf(request, own);
    // First what costs nothing to find out.
    checkMessageText(body.message);
    const systemText = body.system === undefined ? undefined : checkSystemText(body.system);
    const identity = await identifyChat(body, request.headers, { ...options, address });
    const { siteId, visitorId, newVisitor, visitorMayBeNew, fromServer, site } = identity;
    const stored = await intake({
      ...{ siteId, visitorId, newVisitor, visitorMayBeNew, fromServer, siteLimit: site },
      conversationId: body.conversationId,
      clientMessageId: body.clientMessageId ?? randomUUID(),
      ...{ text: body.message, systemText },
      address,
      channel: 'http',
      receivedAt,
    });
    if (stored.generationId === '') throw passedOn();
    // Who named the message can ask for its answer again, as the same visitor: a new one is told who they are as a stream begins.
    const isNamed = body.clientMessageId !== undefined && (!newVisitor || body.stream === true);
    const signal = whileConnected(reply, options, async () => {
      if (!isNamed) await options.stopAnswer(identity, stored.generationId);
    });
    const wait = { siteId, stored, isNamed, signal };
    reply.header('cache-control', 'no-store');
    if (!body.stream) {
      const message = await waitForAnswer(relay, { ...wait, onText: () => {} });
      return toResponse(message, { stored, identity, receivedAt });
    }
    const events = openEventStream(reply);
    const { conversationId, messageId, generationId } = stored;
    events.send('accepted', { conversationId, messageId, generationId, ...tokenOf(identity) });
    waitForAnswer(relay, { ...wait, onText: ({ position, text }) => events.send('text', { position, text }) })
      .then(async (message) => events.send('done', await toResponse(message, { stored, identity, receivedAt })))
      .catch((error: unknown) => events.send('error', refusal(error, options).toWire()))
      .finally(() => events.end());
    return reply;
  });

  async function toResponse(
    answer: Message,
    { stored, identity, receivedAt }: { stored: StoredMessage; identity: ChatIdentity; receivedAt: ReceiptTime },
  ): Promise<ChatResponse> {
    const { conversationId, messageId, generationId } = stored;
    return {
      conversationId,
      messageId,
      generationId,
      answer: { id: answer.id, text: answer.text },
      sources: answer.sources ?? [],
      timings: keptAnswer(stored) ? keptAnswerTimings(receivedAt) : await readGenerationTimings(database, generationId),
      ...tokenOf(identity),
    };
  }
}

/** An API key may come in the header Authorization, as with OpenAI's clients. What asks with a site key bears none of ours. */
function withBorneKey(body: ChatRequest, headers: IncomingHttpHeaders): ChatRequest {
  if (body.siteKey !== undefined || body.apiKey !== undefined) return body;
  const apiKey = bearerOf(headers);
  if (apiKey !== undefined && apiKey.length > limits.tokenChars) throw new CodedError('api_key_invalid');
  return { ...body, apiKey };
}

/** The message is stored; a person answers it, when they do. */
const passedOn = () =>
  new CodedError('taken_over', {
    message: 'A person from the team answers in this conversation now. Your message was passed on to them.',
  });

const tokenOf = ({ visitorToken }: ChatIdentity) => (visitorToken === undefined ? {} : { visitorToken });
