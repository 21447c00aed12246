import { type ChatState, initialChatState, runningAnswer } from './chat-state.ts';
import { type ChatStorage, createBrowserStorage } from './chat-storage.ts';
import { createChatStore } from './chat-store.ts';
import { createFeedbackOutbox, type FeedbackActions } from './feedback-outbox.ts';
import { afterNextPaint, createFirstWordsClock, longestTtftMs } from './first-words-clock.ts';
import { GatewayError, toWireError } from './gateway-request.ts';
import { createIntroduction, type IntroductionActions } from './introduction.ts';
import { createLogReader } from './log-reader.ts';
import { createOutbox } from './outbox.ts';
import { createPendingMessages } from './pending-messages.ts';
import { createTimers } from './timers.ts';
import { createVisitorConnection } from './visitor-connection.ts';
import { createVisitorCredentials, type TicketSource } from './visitor-credentials.ts';

export interface ChatSessionOptions {
  /** Origin of the gateway without a slash at the end; empty for the page's own. */
  gatewayUrl: string;
  siteKey: string;
  getTicket: TicketSource;
  /** Where the visitor's token and unsent messages are kept. Defaults to localStorage, or memory where it is blocked. */
  storage?: ChatStorage;
}

/** A visitor's chat, without any framework: a state to show, and what the visitor can do. */
export interface ChatSession {
  getState(): ChatState;
  /** Calls back after every change. Returns its undo. */
  subscribe(listener: () => void): () => void;
  /** Shows the message at once and sends it until the gateway has it. Blank and too long texts are ignored. */
  send(text: string): void;
  /** Sends a failed message again, under the same id. */
  resend(clientMessageId: string): void;
  /** Wants no more of the answer that is being made, if there is one. */
  stop(): void;
  /** What the customer says of what they were told. */
  readonly feedback: FeedbackActions;
  /** Who the visitor is. */
  readonly introduction: IntroductionActions;
  /** After the chat was refused. */
  reconnect(): void;
  /** Ends connection and timers; the state stays readable. */
  close(): void;
}

/** Connects at once and stays connected until it is closed. */
export function createChatSession(options: ChatSessionOptions): ChatSession {
  const { gatewayUrl, siteKey, getTicket, storage = createBrowserStorage() } = options;
  const pending = createPendingMessages(storage, siteKey);
  const timers = createTimers();
  const store = createChatStore({ ...initialChatState, outgoing: pending.restore() });
  const { getState, dispatch, subscribe } = store;

  const connection = createVisitorConnection({
    gatewayUrl,
    siteKey,
    credentials: createVisitorCredentials({ gatewayUrl, siteKey, getTicket, storage }),
    handlers: {
      connected: () => void log.synchronise(),
      visitorChanged: () => dispatch({ type: 'reset' }),
      lost: () => dispatch({ type: 'connection', connection: getState().opened ? 'reconnecting' : 'connecting' }),
      refused: (problem) => dispatch({ type: 'connection', connection: 'refused', problem }),
      event: (event) => log.receiveEvent(event),
      words: (words) => log.receiveWords(words),
      waiting: (place) => log.receivePlace(place),
      problem: (error) =>
        dispatch({ type: 'connection', connection: getState().connection, problem: toWireError(error) }),
    },
  });
  const clock = createFirstWordsClock({
    afterPaint: afterNextPaint,
    report(generationId, ttftMs) {
      if (ttftMs <= longestTtftMs) connection.reportFirstWords({ generationId, ttftMs });
    },
  });
  const outbox = createOutbox({
    ...{ store, connection, pending, clock, timers },
    synchronise: () => void log.synchronise(),
  });
  const feedback = createFeedbackOutbox({ store, connection, storage, siteKey, timers });
  const log = createLogReader({
    ...{ store, connection, timers },
    onOnline() {
      void outbox.flush();
      feedback.online();
    },
    // What was refused because an answer was running may go out now.
    onAnswerEnded: () => void outbox.flush(),
    onWords: clock.words,
  });
  connection.start();

  return {
    getState,
    subscribe,
    send: outbox.send,
    resend: outbox.resend,
    feedback,
    introduction: createIntroduction({ store, connection }),
    stop() {
      const running = runningAnswer(getState());
      if (!running) return;
      const { generationId } = running;
      // Where this is not heard, the answer goes on, and can be stopped again.
      connection.request('generation:stop', { generationId }).catch((error: unknown) => {
        if (!(error instanceof GatewayError)) throw error;
      });
    },
    reconnect() {
      dispatch({ type: 'connection', connection: 'connecting' });
      connection.start();
    },
    close() {
      timers.clear();
      connection.close();
    },
  };
}
