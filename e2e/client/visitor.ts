import { randomUUID } from 'node:crypto';
import {
  type AcceptedMessage,
  type GatewayToVisitor,
  type OpenedConversation,
  type Result,
  ticketResponse,
  type VisitorToGateway,
  visitorNamespace,
  visitorTokenResponse,
} from '@frontdesk/protocol';
import { io, type Socket } from 'socket.io-client';

export interface Answer {
  conversationId: string;
  generationId: string;
  /** As streamed, put together by position. */
  streamedText: string;
  /** As stored: the message of the `generation:done` event. */
  storedText: string;
  /** Send to first non-blank text, in milliseconds, on this client's clock. */
  ttftMs: number;
  /** Send to `generation:done`, in milliseconds. */
  e2eMs: number;
  /** Packets of words that arrived. */
  packets: number;
}

/** A customer without a browser: speaks the same protocol as the chat, and measures. */
export interface Visitor {
  readonly visitorToken: string;
  readonly socket: Socket<GatewayToVisitor, VisitorToGateway>;
  /** Sends a question and waits for the whole answer. Rejects when it is refused or does not end well. */
  ask(text: string, conversationId?: string): Promise<Answer>;
  send(text: string, conversationId?: string, clientMessageId?: string): Promise<AcceptedMessage>;
  open(conversationId?: string, afterSeq?: number): Promise<OpenedConversation | null>;
  close(): void;
}

async function post(url: string, body: unknown, origin: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.data;
}

/** Gets a ticket as a page of the gateway's own origin, exchanges it, and connects. */
export async function connectVisitor(gatewayUrl: string, siteKey: string): Promise<Visitor> {
  const origin = new URL(gatewayUrl).origin;
  const { ticket } = ticketResponse.parse(await post(`${origin}/v1/tickets`, { siteKey }, origin));
  const { visitorToken } = visitorTokenResponse.parse(await post(`${origin}/v1/visitor-tokens`, { ticket }, origin));
  const socket: Visitor['socket'] = io(`${origin}${visitorNamespace}`, {
    auth: { siteKey, visitorToken },
    transports: ['websocket'],
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });

  const send: Visitor['send'] = async (text, conversationId, clientMessageId = randomUUID()) =>
    unwrap(
      await socket
        .timeout(30_000)
        .emitWithAck('message:send', { clientMessageId, text, ...(conversationId ? { conversationId } : {}) }),
    );

  const ask: Visitor['ask'] = (text, conversationId) =>
    new Promise((resolve, reject) => {
      const sentAt = performance.now();
      const answer = { streamedText: '', ttftMs: Number.NaN, packets: 0 };
      // Words may overtake the acknowledgement: everything is kept until the generation's id is known.
      let generationId: string | undefined;
      let accepted: AcceptedMessage | undefined;
      const early: (() => void)[] = [];
      const whenKnown = (run: () => void) => (generationId ? run() : early.push(run));
      const limit = setTimeout(() => finish(new Error('no answer within 180 s')), 180_000);
      const onText: GatewayToVisitor['generation:text'] = (words) => {
        const arrivedAt = performance.now();
        whenKnown(() => {
          if (words.generationId !== generationId) return;
          if (words.position > answer.streamedText.length) return finish(new Error('words are missing'));
          answer.packets += 1;
          answer.streamedText = answer.streamedText.slice(0, words.position) + words.text;
          if (Number.isNaN(answer.ttftMs) && answer.streamedText.trim() !== '') answer.ttftMs = arrivedAt - sentAt;
        });
      };
      const onEvent: GatewayToVisitor['conversation:event'] = (event) => {
        const e2eMs = performance.now() - sentAt;
        whenKnown(() => {
          if (!('generationId' in event) || event.generationId !== generationId) return;
          if (event.type === 'generation:ended') return finish(new Error(`${event.state}: ${event.error.code}`));
          if (event.type !== 'generation:done') return;
          const { conversationId } = accepted as AcceptedMessage;
          finish({ ...answer, conversationId, generationId, e2eMs, storedText: event.message.text });
        });
      };
      function finish(outcome: Answer | Error) {
        clearTimeout(limit);
        socket.off('generation:text', onText);
        socket.off('conversation:event', onEvent);
        if (outcome instanceof Error) return reject(outcome);
        socket.emit('generation:first-words', { generationId: outcome.generationId, ttftMs: outcome.ttftMs });
        resolve(outcome);
      }
      socket.on('generation:text', onText);
      socket.on('conversation:event', onEvent);
      send(text, conversationId).then((data) => {
        accepted = data;
        generationId = data.generationId;
        for (const run of early) run();
      }, finish);
    });

  return {
    visitorToken,
    socket,
    ask,
    send,
    open: async (conversationId, afterSeq) =>
      unwrap(
        await socket.timeout(30_000).emitWithAck('conversation:open', {
          ...(conversationId ? { conversationId } : {}),
          ...(afterSeq === undefined ? {} : { afterSeq }),
        }),
      ),
    close: () => void socket.disconnect(),
  };
}
