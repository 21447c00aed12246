import {
  type FeedbackToGateway,
  type GatewayToVisitor,
  pageChars,
  type Result,
  type VisitorDetailsToGateway,
  type VisitorToGateway,
  visitorNamespace,
  type WireError,
} from '@frontdesk/protocol';
import { io, type Socket } from 'socket.io-client';
import { GatewayError, throwUnlessRefusal, toWireError, unavailable } from './gateway-request.ts';
import { retryPolicy } from './retry-policy.ts';
import { createTimers } from './timers.ts';
import type { VisitorCredentials } from './visitor-credentials.ts';

type Asking =
  | keyof FeedbackToGateway
  | keyof VisitorDetailsToGateway
  | 'conversation:open'
  | 'conversations:mine'
  | 'conversation:read'
  | 'conversation:typing'
  | 'conversation:delete'
  | 'message:send'
  | 'generation:read'
  | 'generation:stop';
type Payload<Name extends keyof VisitorToGateway> = Parameters<VisitorToGateway[Name]>[0];
type Answered<Name extends Asking> = Parameters<VisitorToGateway[Name]>[1] extends (result: Result<infer Data>) => void
  ? Data
  : never;

export interface ConnectionHandlers {
  connected(): void;
  /** The token belongs to another visitor than before: what is shown is not this visitor's. */
  visitorChanged(): void;
  lost(): void;
  /** No further attempt is made until `start` is called again. */
  refused(error: WireError): void;
  event(event: unknown): void;
  words(words: unknown): void;
  waiting(place: unknown): void;
  typing(typing: unknown): void;
  people(there: unknown): void;
  begun(begun: unknown): void;
  deleted(deleted: unknown): void;
  problem(error: unknown): void;
}

export interface VisitorConnection {
  start(): void;
  /** Connects now, where an attempt would wait for its turn: the network, or the page, is back. */
  hurry(): void;
  /** Connects anew: without a network, the old connection would look alive until a request on it got no answer. */
  drop(): void;
  connected(): boolean;
  /** Asks and waits for the acknowledgement. @throws {GatewayError} its error; `unavailable` when none came. */
  request<Name extends Asking>(name: Name, payload: Payload<Name>): Promise<Answered<Name>>;
  reportFirstWords(report: Payload<'generation:first-words'>): void;
  /**
   * Gives up the token that a request was refused with, and connects with another one. Nothing happens where there is another
   * one already, and while it connects: then the gateway says itself what the token is worth.
   * @param refused left out, this connection's: it was asked over it
   */
  renew(refused?: string): void;
  close(): void;
}

const acknowledgedWithinMs = 10_000;

/**
 * A Socket.IO connection that stays: websocket first and polling where that is blocked, a new token when the gateway wants
 * one, and a back-off between attempts. It knows nothing of messages.
 */
export function createVisitorConnection(options: {
  gatewayUrl: string;
  siteKey: string;
  credentials: VisitorCredentials;
  handlers: ConnectionHandlers;
}): VisitorConnection {
  const { siteKey, credentials, handlers } = options;
  const timers = createTimers();
  const socket: Socket<GatewayToVisitor, VisitorToGateway> = io(`${options.gatewayUrl}${visitorNamespace}`, {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  let attempt = 0;
  let visitorId: string | null = null;
  /** Of this connection, or of the attempt at one. */
  let token: string | null = null;
  let connecting = false;
  let closed = false;
  /** The next attempt waits for a network or a gateway that was not there, and not because the gateway said how long. */
  let mayHurry = false;

  async function connect(): Promise<void> {
    if (closed || connecting || socket.active) return;
    connecting = true;
    mayHurry = false;
    try {
      const visitorToken = await credentials.token();
      if (closed) return;
      token = visitorToken;
      if (visitorId !== null && visitorId !== credentials.visitorId()) handlers.visitorChanged();
      visitorId = credentials.visitorId();
      // The page that the chat is on, or came from; browsers tell as much of it as the page allows.
      socket.auth = { siteKey, visitorToken, page: globalThis.document?.referrer.slice(0, pageChars) };
      socket.connect();
    } catch (error) {
      throwUnlessRefusal(error);
      connecting = false;
      tryLater(error.wire);
    } finally {
      connecting = false;
    }
  }

  function tryLater(error: WireError): void {
    if (closed) return;
    const retry = retryPolicy(error, attempt);
    attempt += 1;
    if (retry.kind === 'give-up' || retry.kind === 'gone') {
      handlers.refused(error);
      return;
    }
    handlers.lost();
    if (retry.kind === 'renew') credentials.forget(token);
    // A gateway that refuses every new token, too, must not be asked in a loop without a pause.
    const afterMs = retry.kind === 'again' ? retry.afterMs : attempt === 1 ? 0 : 1_000 * attempt;
    mayHurry = error.code === 'unavailable' && error.retryAfterMs === undefined;
    timers.after(afterMs, () => void connect());
  }

  socket.on('connect', () => {
    attempt = 0;
    handlers.connected();
  });
  socket.on('connect_error', (error) => {
    // Still active: the network failed, and the client tries again by itself. Otherwise the gateway said no.
    if (socket.active) handlers.lost();
    else tryLater(toWireError((error as { data?: unknown }).data));
  });
  socket.on('disconnect', () => {
    if (closed) return;
    handlers.lost();
    if (!socket.active) tryLater(unavailable);
  });
  socket.on('conversation:event', handlers.event);
  socket.on('generation:text', handlers.words);
  socket.on('generation:waiting', handlers.waiting);
  socket.on('person:typing', handlers.typing);
  socket.on('people:changed', handlers.people);
  socket.on('conversation:begun', handlers.begun);
  socket.on('conversation:deleted', handlers.deleted);
  socket.on('problem', handlers.problem);

  return {
    start: () => void connect(),
    hurry() {
      if (closed || socket.connected || !(socket.active || mayHurry)) return;
      timers.clear();
      socket.disconnect();
      void connect();
    },
    drop() {
      if (socket.connected) socket.disconnect();
    },
    connected: () => socket.connected,
    async request(name, payload) {
      if (!socket.connected) throw new GatewayError(unavailable);
      const emit = socket.timeout(acknowledgedWithinMs).emitWithAck as (
        name: Asking,
        payload: unknown,
      ) => Promise<Result<never>>;
      const result = await emit.call(socket, name, payload).catch((cause: unknown) => {
        throw new GatewayError(unavailable, { cause });
      });
      if (!result.ok) throw new GatewayError(toWireError(result.error));
      return result.data;
    },
    reportFirstWords(report) {
      if (socket.connected) socket.emit('generation:first-words', report);
    },
    renew(refused) {
      if (!socket.connected) return;
      const isOurs = refused === undefined || refused === token;
      if (credentials.forget(refused ?? token) || isOurs) socket.disconnect();
    },
    close() {
      closed = true;
      timers.clear();
      socket.disconnect();
    },
  };
}
