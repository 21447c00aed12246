import { randomUUID } from 'node:crypto';
import {
  type AcceptedMessage,
  type ErrorCode,
  type GatewayToVisitor,
  type OpenedConversation,
  type Result,
  ticketResponse,
  type VisitorToGateway,
  type VisitorTokenResponse,
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
  /** Times from one text to the next, in milliseconds: the ITL. */
  gapsMs: number[];
}

/** Why a question got no whole answer. */
export class AskError extends Error {
  override readonly name = 'AskError';
  /**
   * `refused`: not even accepted; `ended`: accepted, then failed, cancelled or expired; `unanswered`: nothing more came in
   * time; `wrong-text`: words were missing, changed, or not those that are stored.
   */
  readonly kind: 'refused' | 'ended' | 'unanswered' | 'wrong-text';
  /** The protocol's error code, where there is one. */
  readonly code: ErrorCode | undefined;

  constructor(kind: AskError['kind'], message: string, code?: ErrorCode) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

/** A customer without a browser: speaks the same protocol as the chat, and measures. */
export interface Visitor {
  readonly visitorId: string;
  readonly visitorToken: string;
  readonly socket: Socket<GatewayToVisitor, VisitorToGateway>;
  /**
   * Sends a question and waits for the whole answer. Rejects with an {@link AskError} when it is refused or does not end
   * well, and when its text did anything but grow.
   */
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
  if (!result.ok) throw new AskError('refused', `${result.error.code}: ${result.error.message}`, result.error.code);
  return result.data;
}

/** Those of the words that were not shown yet; undefined where they contradict what was shown, or some before them are missing. */
export function newWords(shown: string, { position, text }: { position: number; text: string }): string | undefined {
  const known = shown.slice(position, position + text.length);
  return position <= shown.length && text.startsWith(known) ? text.slice(known.length) : undefined;
}

/** Gets a ticket as a page of the gateway's own origin. */
export async function getTicket(gatewayUrl: string, siteKey: string): Promise<string> {
  const { origin } = new URL(gatewayUrl);
  return ticketResponse.parse(await post(`${origin}/v1/tickets`, { siteKey }, origin)).ticket;
}

/** Becomes a visitor that the site has not seen before. */
export async function becomeVisitor(gatewayUrl: string, siteKey: string): Promise<VisitorTokenResponse> {
  const { origin } = new URL(gatewayUrl);
  const ticket = await getTicket(gatewayUrl, siteKey);
  return visitorTokenResponse.parse(await post(`${origin}/v1/visitor-tokens`, { ticket }, origin));
}

/**
 * Becomes a visitor, and connects.
 *
 * @param options.patienceMs how long `ask` waits for a whole answer; 180 s unless given
 */
export async function connectVisitor(
  gatewayUrl: string,
  siteKey: string,
  { patienceMs = 180_000 } = {},
): Promise<Visitor> {
  const { origin } = new URL(gatewayUrl);
  const { visitorId, visitorToken } = await becomeVisitor(gatewayUrl, siteKey);
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
      const answer = { streamedText: '', ttftMs: Number.NaN, packets: 0, gapsMs: [] as number[] };
      let lastTextAt = Number.NaN;
      // Words may overtake the acknowledgement: everything is kept until the generation's id is known.
      let generationId: string | undefined;
      let accepted: AcceptedMessage | undefined;
      const early: (() => void)[] = [];
      const whenKnown = (run: () => void) => (generationId ? run() : early.push(run));
      const unanswered = () => finish(new AskError('unanswered', `no answer within ${patienceMs / 1_000} s`));
      const limit = setTimeout(unanswered, patienceMs);
      const onText: GatewayToVisitor['generation:text'] = (words) => {
        const arrivedAt = performance.now();
        whenKnown(() => {
          if (words.generationId !== generationId) return;
          answer.packets += 1;
          const text = newWords(answer.streamedText, words);
          if (text === undefined) return finish(new AskError('wrong-text', 'words are missing or have changed'));
          // Told again.
          if (text === '') return;
          answer.streamedText += text;
          if (!Number.isNaN(lastTextAt)) answer.gapsMs.push(arrivedAt - lastTextAt);
          lastTextAt = arrivedAt;
          if (Number.isNaN(answer.ttftMs) && answer.streamedText.trim() !== '') answer.ttftMs = arrivedAt - sentAt;
        });
      };
      const onEvent: GatewayToVisitor['conversation:event'] = (event) => {
        const e2eMs = performance.now() - sentAt;
        whenKnown(() => {
          if (!('generationId' in event) || event.generationId !== generationId) return;
          if (event.type === 'generation:ended') {
            return finish(new AskError('ended', `${event.state}: ${event.error.code}`, event.error.code));
          }
          if (event.type !== 'generation:done') return;
          const storedText = event.message.text;
          if (answer.streamedText !== storedText) {
            return finish(new AskError('wrong-text', 'what was shown is not what is stored'));
          }
          const { conversationId } = accepted as AcceptedMessage;
          finish({ ...answer, conversationId, generationId, e2eMs, storedText });
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
      send(text, conversationId).then(
        (data) => {
          accepted = data;
          generationId = data.generationId;
          for (const run of early) run();
        },
        (error: unknown) => finish(error instanceof Error ? error : new Error(String(error))),
      );
    });

  return {
    visitorId,
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
