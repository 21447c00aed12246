import type { Attachment } from '@frontdesk/protocol';
import { throwUnlessRefusal, toWireError } from '../connection/gateway-request.ts';
import { createLogReader } from '../connection/log-reader.ts';
import { createPersonTyping } from '../connection/person-typing.ts';
import { createReadMarks } from '../connection/read-marks.ts';
import { createTimers } from '../connection/timers.ts';
import { createVisitorConnection } from '../connection/visitor-connection.ts';
import { createVisitorConversations, type VisitorConversations } from '../connection/visitor-conversations.ts';
import { createVisitorCredentials, type TicketSource, visitorKey } from '../connection/visitor-credentials.ts';
import { onWake } from '../connection/wake.ts';
import { createFeedbackOutbox, type FeedbackActions } from '../outgoing/feedback-outbox.ts';
import { afterNextPaint, createFirstWordsClock, longestTtftMs } from '../outgoing/first-words-clock.ts';
import { createHeldMessage, type HeldMessage } from '../outgoing/held-message.ts';
import { createIntroduction, type IntroductionActions } from '../outgoing/introduction.ts';
import { createOutbox } from '../outgoing/outbox.ts';
import { createPendingMessages } from '../outgoing/pending-messages.ts';
import { createTypingSender } from '../outgoing/typing-sender.ts';
import { createUploads, type Uploads } from '../outgoing/uploads.ts';
import { type ChatState, initialChatState } from '../state/chat-state.ts';
import { createChatStore } from '../state/chat-store.ts';
import { runningAnswer } from '../state/who-answers.ts';
import { type ChatStorage, createBrowserStorage } from '../storage/chat-storage.ts';
import { createChosenConversation } from '../storage/chosen-conversation.ts';
import { createKeptDraft, type KeptDraft } from '../storage/kept-draft.ts';

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
export interface ChatSession extends VisitorConversations {
  getState(): ChatState;
  /** They were here before: there may be a conversation. */
  readonly returning: boolean;
  /** Calls back after every change. Returns its undo. */
  subscribe(listener: () => void): () => void;
  /** Shows the message at once and sends it until the gateway has it. Blank texts without files, and too long ones, are ignored. */
  send(text: string, attachments?: readonly Attachment[]): void;
  /** The files of the next message. */
  uploads: Uploads;
  /** A message waits in the field for its files. Where another conversation is turned to meanwhile, it goes on waiting in its own. */
  hold: HeldMessage['hold'];
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
  const { storage = createBrowserStorage(), conversationId: letters = null } = options;
  const pending = createPendingMessages(storage, siteKey);
  const chosen = createChosenConversation(storage, siteKey);
  const outgoing = pending.restore();
  const begun = resumed ? chosen.beginByLetter(outgoing, letters) : chosen.begin(outgoing);
  const store = createChatStore({ ...initialChatState, ...begun });
  chosen.follow(store);
  const { getState, dispatch, subscribe } = store;
  const returning = identified || resumed || storage.get(visitorKey(siteKey)) !== null;
  const soundKey = `frontdesk:${siteKey}:sound`;
  const timers = createTimers();
  /** Conversations that this tab has written in. */
  const own = new Set<string>();

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
    // A gateway of the version before knows nothing of it.
    connection.request('conversation:typing', { conversationId, typing }).catch(throwUnlessRefusal);
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
  const held = createHeldMessage(uploads, outbox);
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

  function show(conversationId: string | null): void {
    held.leave();
    dispatch({ type: 'show', conversationId });
    if (connection.connected()) void log.synchronise();
  }

  function turnTo(conversationId: string | null): void {
    chosen.keep(conversationId);
    show(conversationId);
  }

  /** The conversation is gone, and with it what waits to be sent there: nothing of it stays in the browser. */
  function leave(conversationId: string): void {
    if (getState().conversationId === conversationId) held.leave();
    dispatch({ type: 'gone', conversationId });
    if (getState().conversationId === conversationId) turnTo(null);
  }

  return {
    getState,
    returning,
    subscribe,
    send: (text, attachments) => outbox.send(text, { attachments }),
    uploads,
    hold: held.hold,
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
      connection.request('generation:stop', { generationId }).catch(throwUnlessRefusal);
    },
    startConversation: () => turnTo(null),
    openConversation: turnTo,
    ...createVisitorConversations(store, connection, leave),
    markRead: createReadMarks(store, connection),
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
