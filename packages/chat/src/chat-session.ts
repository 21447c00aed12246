import type { Attachment, VisitorConversations } from '@frontdesk/protocol';
import { type ChatState, initialChatState, type Outgoing } from './chat-state.ts';
import { type ChatStorage, createBrowserStorage } from './chat-storage.ts';
import { createChatStore } from './chat-store.ts';
import { type ChosenConversation, createChosenConversations } from './chosen-conversation.ts';
import { createFeedbackOutbox, type FeedbackActions } from './feedback-outbox.ts';
import { afterNextPaint, createFirstWordsClock, longestTtftMs } from './first-words-clock.ts';
import { GatewayError, toWireError } from './gateway-request.ts';
import { createIntroduction, type IntroductionActions } from './introduction.ts';
import { createKeptDraft, type KeptDraft } from './kept-draft.ts';
import { createLogReader } from './log-reader.ts';
import { createOutbox } from './outbox.ts';
import { createPendingMessages } from './pending-messages.ts';
import { createPersonTyping } from './person-typing.ts';
import { createTimers } from './timers.ts';
import { createTypingSender } from './typing-sender.ts';
import { createUploads, isRefused, type Uploads } from './uploads.ts';
import { createVisitorConnection } from './visitor-connection.ts';
import { createVisitorCredentials, type TicketSource, visitorKey } from './visitor-credentials.ts';
import { onWake } from './wake.ts';
import { runningAnswer } from './who-answers.ts';

export interface ChatSessionOptions {
  /** Origin of the gateway without a slash at the end; empty for the page's own. */
  gatewayUrl: string;
  siteKey: string;
  getTicket: TicketSource;
  /** Where the visitor's token, unsent messages and draft are kept. Defaults to localStorage, or memory where it is blocked. */
  storage?: ChatStorage;
  /** The tickets name a customer, who is another visitor than the one that the storage knows. Defaults to false. */
  identified?: boolean;
  /** The first ticket is for the visitor of a letter. Defaults to false. */
  resumed?: boolean;
  /** With `resumed`: the conversation of that letter; undefined: the newest. */
  conversationId?: string | undefined;
}

/** A visitor's chat, without any framework: a state to show, and what the visitor can do. */
export interface ChatSession {
  getState(): ChatState;
  /** They were here before: there may be a conversation. */
  readonly returning: boolean;
  /** Calls back after every change. Returns its undo. */
  subscribe(listener: () => void): () => void;
  /** Shows the message at once and sends it until the gateway has it. Blank texts without files, and too long ones, are ignored. */
  send(text: string, attachments?: readonly Attachment[]): void;
  /** The files of the next message. */
  uploads: Uploads;
  /**
   * A message waits in the field for its files. Where another conversation is turned to meanwhile, it goes on waiting in its own,
   * and `onTaken` is called: it is not the field's any more. Returns its undo.
   */
  hold(text: string, onTaken: () => void): () => void;
  /** Asks the visitor's last question anew, in the place of the message with this id; so also with the same text. */
  edit(messageId: string, text: string): void;
  /** Sends a failed message again, under the same id. */
  resend(clientMessageId: string): void;
  /** Puts a failed message away, for good. */
  discard(clientMessageId: string): void;
  /** What stands in the field. */
  readonly draft: KeptDraft;
  /** The visitor types; `false`: there is nothing in the field any more. */
  typing(typing: boolean): void;
  /** Wants no more of the answer that is being made, if there is one. */
  stop(): void;
  /** What the customer says of what they were told. */
  readonly feedback: FeedbackActions;
  /** Who the visitor is. */
  readonly introduction: IntroductionActions;
  /** Turns to a conversation that begins with the next message. */
  startConversation(): void;
  /** Turns to one of the visitor's conversations. */
  openConversation(conversationId: string): void;
  /** A page of them, newest first. @throws {GatewayError} */
  listConversations(before?: string): Promise<VisitorConversations>;
  /**
   * How many messages of the newest conversations are unread; those of another one than is shown are news.
   * @throws GatewayError
   */
  countUnread(): Promise<number>;
  /** Deletes one of them for good. @throws {GatewayError} then it is still there */
  deleteConversation(conversationId: string): Promise<void>;
  /** What is here now is in the visitor's view. */
  markRead(): void;
  /** Whether a tone tells of what comes while nobody looks; off at first. */
  sound: { isOn(): boolean; set(on: boolean): void };
  /** After the chat was refused. */
  reconnect(): void;
  /** Ends connection and timers; the state stays readable. */
  close(): void;
}

/** Connects at once and stays connected until it is closed. */
export function createChatSession(options: ChatSessionOptions): ChatSession {
  const { gatewayUrl, siteKey, getTicket, identified = false, resumed = false } = options;
  const { storage = createBrowserStorage() } = options;
  const pending = createPendingMessages(storage, siteKey);
  const chosen = createChosenConversations(storage, siteKey);
  const timers = createTimers();
  const outgoing = pending.restore();
  // A letter leads to its conversation, or the newest, whatever was turned to here before.
  if (resumed) chosen.forget();
  const { conversationId = null } = options;
  if (conversationId !== null) chosen.keep({ conversationId });
  const store = createChatStore({
    ...initialChatState,
    ...(resumed ? { outgoing, conversationId } : restored(chosen.restore(), outgoing)),
  });
  const { getState, dispatch, subscribe } = store;
  const returning = identified || resumed || storage.get(visitorKey(siteKey)) !== null;
  const soundKey = `frontdesk:${siteKey}:sound`;
  /** Conversations that this tab has written in. */
  const own = new Set<string>();
  /** The newest news that were marked as read here, by conversation. */
  const marked: Record<string, number> = {};

  let shown = getState().conversationId;
  subscribe(() => {
    const { conversationId } = getState();
    // What begins, or is found, is what a reload comes back to, and not the place where it was still to begin.
    if (shown === null && conversationId !== null && chosen.restore() !== null) chosen.keep({ conversationId });
    shown = conversationId;
  });

  /** What waits in the field for its files. */
  let held: { text: string; onTaken: () => void } | null = null;

  function leaveHeld(): void {
    if (held === null) return;
    const { text, onTaken } = held;
    held = null;
    onTaken();
    const sent = uploads.getState().filter((upload) => !isRefused(upload));
    outbox.sendLater(
      text,
      sent.map(({ name }) => name),
      uploads.setAside,
    );
  }

  function show(conversationId: string | null): void {
    leaveHeld();
    dispatch({ type: 'show', conversationId });
    if (connection.connected()) void log.synchronise();
  }

  const credentials = createVisitorCredentials({ gatewayUrl, siteKey, getTicket, storage, identified, resumed });
  const connection = createVisitorConnection({
    gatewayUrl,
    siteKey,
    credentials,
    handlers: {
      connected: () => void log.synchronise(),
      visitorChanged() {
        chosen.forget();
        dispatch({ type: 'reset' });
        uploads.restart();
      },
      lost: () => dispatch({ type: 'connection', connection: getState().opened ? 'reconnecting' : 'connecting' }),
      refused: (problem) => dispatch({ type: 'connection', connection: 'refused', problem }),
      event: (event) => log.receiveEvent(event),
      words: (words) => log.receiveWords(words),
      waiting: (place) => log.receivePlace(place),
      typing: (typing) => personTyping.receive(typing),
      people: (there) => feedback.receivePeople(there),
      begun: (begun) => log.receiveBegun(begun),
      deleted: (deleted) => log.receiveDeleted(deleted),
      problem: (error) =>
        dispatch({ type: 'connection', connection: getState().connection, problem: toWireError(error) }),
    },
  });
  const personTyping = createPersonTyping({ store, timers });
  const ownTyping = createTypingSender((typing) => {
    const { conversationId } = getState();
    if (conversationId === null) return;
    connection.request('conversation:typing', { conversationId, typing }).catch((error: unknown) => {
      // A gateway of the version before knows nothing of it.
      if (!(error instanceof GatewayError)) throw error;
    });
  });
  const clock = createFirstWordsClock({
    afterPaint: afterNextPaint,
    report(generationId, ttftMs) {
      if (ttftMs <= longestTtftMs) connection.reportFirstWords({ generationId, ttftMs });
    },
  });
  const uploads = createUploads({
    ...{ gatewayUrl, credentials, timers, renew: connection.renew },
    online: () => getState().connection === 'online',
  });
  const outbox = createOutbox({
    ...{ store, connection, pending, clock, timers },
    synchronise: () => void log.synchronise(),
    onUnintroduced: () => void introduction.read(),
    onDelivered: (conversationId) => void own.add(conversationId),
    onGone: leave,
  });
  function onIntroduced(): void {
    feedback.introduced();
    void outbox.flush();
  }
  const introduction = createIntroduction({ store, connection, onIntroduced });
  const feedback = createFeedbackOutbox({
    ...{ store, connection, storage, siteKey, timers },
    onUnintroduced: () => void introduction.read(),
    onBegun(conversationId) {
      own.add(conversationId);
      // An earlier wish may have begun it, and then no event of this one follows.
      void log.synchronise();
    },
  });
  const log = createLogReader({
    ...{ store, connection, timers },
    onOnline() {
      void outbox.flush();
      feedback.online();
      uploads.flush();
    },
    // What was refused because an answer was running may go out now.
    onAnswerEnded: () => void outbox.flush(),
    onWords: clock.words,
    isOwn: (conversationId) => own.has(conversationId),
    onBegun(conversationId) {
      chosen.forget();
      show(conversationId);
    },
    onGone: leave,
  });
  connection.start();
  const stopWaking = onWake({
    awake() {
      // What was missed while the page slept; on a connection that died meanwhile, asking shows that it did.
      if (connection.connected()) void log.synchronise();
      else connection.hurry();
    },
    offline: connection.drop,
  });

  function turnTo(conversationId: string | null): void {
    chosen.keep({ conversationId });
    show(conversationId);
  }

  /** The conversation is gone, and with it what waits to be sent there: nothing of it stays in the browser. */
  function leave(conversationId: string): void {
    if (getState().conversationId === conversationId) leaveHeld();
    dispatch({ type: 'gone', conversationId });
    if (getState().conversationId === conversationId) turnTo(null);
  }

  return {
    getState,
    returning,
    subscribe,
    send: (text, attachments) => outbox.send(text, { attachments }),
    uploads,
    hold(text, onTaken) {
      const mine = { text, onTaken };
      held = mine;
      return () => {
        if (held === mine) held = null;
      };
    },
    edit: (messageId, text) => outbox.send(text, { supersedes: messageId }),
    resend: outbox.resend,
    discard: (clientMessageId) => dispatch({ type: 'outgoing:remove', clientMessageId }),
    feedback,
    introduction,
    draft: createKeptDraft(storage, siteKey),
    typing: (typing) => (typing ? ownTyping.typed() : ownTyping.stopped()),
    stop() {
      const running = runningAnswer(getState());
      if (!running) return;
      const { generationId } = running;
      // Where this is not heard, the answer goes on, and can be stopped again.
      connection.request('generation:stop', { generationId }).catch((error: unknown) => {
        if (!(error instanceof GatewayError)) throw error;
      });
    },
    startConversation: () => turnTo(null),
    openConversation: turnTo,
    async listConversations(before) {
      const page = await connection.request('conversations:mine', before === undefined ? {} : { before });
      dispatch({ type: 'news-elsewhere', news: false });
      return page;
    },
    async countUnread() {
      const { conversations } = await connection.request('conversations:mine', {});
      const here = getState().conversationId;
      const elsewhere = conversations.some(({ conversationId, unread }) => conversationId !== here && unread > 0);
      if (elsewhere) dispatch({ type: 'news-elsewhere', news: true });
      return conversations.reduce((sum, { unread }) => sum + unread, 0);
    },
    async deleteConversation(conversationId) {
      await connection.request('conversation:delete', { conversationId }).catch((error: unknown) => {
        // Another tab was quicker.
        if (!(error instanceof GatewayError) || error.wire.code !== 'conversation_unknown') throw error;
      });
      leave(conversationId);
    },
    markRead() {
      const { conversationId, newsSeq, connection: status } = getState();
      if (conversationId === null || status !== 'online' || newsSeq === (marked[conversationId] ?? 0)) return;
      marked[conversationId] = newsSeq;
      connection.request('conversation:read', { conversationId, seq: newsSeq }).catch((error: unknown) => {
        if (!(error instanceof GatewayError)) throw error;
        // Not heard, or not known to this gateway: then it is told again at the next look.
        marked[conversationId] = 0;
      });
    },
    sound: {
      isOn: () => storage.get(soundKey) === 'on',
      set: (on) => (on ? storage.set(soundKey, 'on') : storage.remove(soundKey)),
    },
    reconnect() {
      dispatch({ type: 'connection', connection: 'connecting' });
      connection.start();
    },
    close() {
      stopWaking();
      ownTyping.stopped();
      timers.clear();
      uploads.close();
      credentials.close();
      connection.close();
    },
  };
}

/** What a reload begins with: where the visitor had turned to before it, or had written what is still to begin a conversation. */
function restored(chosen: ChosenConversation | null, outgoing: readonly Outgoing[]): Partial<ChatState> {
  const begins = outgoing.some((one) => one.begins && one.status === 'sending');
  if (chosen === null) return { outgoing, blank: begins };
  return { outgoing, conversationId: chosen.conversationId, blank: chosen.conversationId === null };
}
