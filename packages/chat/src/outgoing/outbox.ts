import { type Attachment, limits } from '@frontdesk/protocol';
import { type GatewayError, throwUnlessRefusal } from '../connection/gateway-request.ts';
import { retryPolicy } from '../connection/retry-policy.ts';
import type { Timers } from '../connection/timers.ts';
import type { VisitorConnection } from '../connection/visitor-connection.ts';
import type { ChatState, Outgoing } from '../state/chat-state.ts';
import type { ChatStore } from '../state/chat-store.ts';
import { beginsConversation } from '../state/feedback-state.ts';
import type { FirstWordsClock } from './first-words-clock.ts';
import type { PendingMessages } from './pending-messages.ts';
import type { AsideFiles, SetAside } from './uploads.ts';
import { makeUuid } from './uuid.ts';

/** Messages on their way out. Each keeps its id until the gateway has it, which makes sending it again harmless. */
export interface Outbox {
  /**
   * Shows the message at once and sends it. Blank texts without files, and too long ones, are ignored.
   * @param options `supersedes`: the visitor's last message, in whose place it stands
   */
  send(text: string, options?: { attachments?: readonly Attachment[] | undefined; supersedes?: string | null }): void;
  /** Shows the message at once with the names of its files, and sends it when those are there that are set aside for it. */
  sendLater(text: string, names: readonly string[], setAside: (waiting: SetAside) => AsideFiles): void;
  /** Sends a failed message again. */
  resend(clientMessageId: string): void;
  /** Sends what is waiting, if the chat is online. */
  flush(): Promise<void>;
}

/** A message that makes the gateway fail is not sent to it for ever. */
const attemptsAtFailure = 4;
/** How long the events of an acknowledged message may take. */
const eventsWithinMs = 1_000;

/** What has to wait after an attempt to send a message. */
type Waiting = 'nothing' | 'its conversation' | 'everything';

/** Pure: the conversation that a message goes to; null for one that begins with it. */
const placeOf = ({ conversationId, begins }: Outgoing, shown: string | null): string | null =>
  begins ? null : (conversationId ?? shown);

/** Pure: a conversation is about to begin because the visitor wishes for a person: what they write belongs there. */
const beginsByWish = ({ feedback }: ChatState): boolean => feedback.wishes.some(beginsConversation);

/** Pure: the next message to go out: none that waits for its files, or was written where one does, after it. */
function nextOf({ outgoing, conversationId: shown }: ChatState, busy: ReadonlySet<string | null>) {
  const behind = new Set<string>();
  return outgoing.find((one) => {
    const place = placeOf(one, shown);
    if (one.status !== 'sending' || busy.has(place) || (place !== null && behind.has(place))) return false;
    if (one.uploading && place !== null) behind.add(place);
    return !one.uploading;
  });
}

export function createOutbox(options: {
  store: ChatStore;
  connection: VisitorConnection;
  pending: PendingMessages;
  clock: FirstWordsClock;
  timers: Timers;
  synchronise: () => void;
  /** The gateway wants to know who writes; calls {@link Outbox.flush} when it does. */
  onUnintroduced: () => void;
  /** A message is stored in that conversation. */
  onDelivered: (conversationId: string) => void;
  /** The conversation that a message was for is gone. */
  onGone: (conversationId: string) => void;
}): Outbox {
  const { store, connection, pending, clock, timers, synchronise, onUnintroduced, onDelivered, onGone } = options;
  const { getState, dispatch } = store;
  const attempts = new Map<string, number>();
  /** Of messages that wait for them. */
  const files = new Map<string, AsideFiles>();
  let flushing = false;
  /** A message waits for the conversation that the wish for a person begins. */
  let held = false;

  let before = getState().outgoing;
  store.subscribe(() => {
    const { outgoing } = getState();
    // What the log took over needs no keeping, whether its acknowledgement came or not.
    for (const { clientMessageId, conversationId } of before) {
      const now = outgoing.find((one) => one.clientMessageId === clientMessageId);
      if (now === undefined) {
        pending.drop(clientMessageId);
        files.get(clientMessageId)?.remove();
        files.delete(clientMessageId);
      }
      // A reload sends it there, too.
      else if (now.conversationId !== conversationId) pending.keep(now);
    }
    before = outgoing;
    if (held && !beginsByWish(getState())) void flush();
  });

  /** One after the other, so that the order in a conversation stays and the first message makes it. */
  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    /** Conversations that are still answering. */
    const busy = new Set<string | null>();
    try {
      for (;;) {
        const { connection: status, conversationId: shown } = getState();
        const next = nextOf(getState(), busy);
        // What the form before the chat took is not the gateway's time.
        if (next !== undefined && isUnintroduced(next)) clock.sent(next.clientMessageId);
        if (next === undefined || status !== 'online') return;
        const place = placeOf(next, shown);
        held = place === null && beginsByWish(getState());
        if (held) return;
        const waiting = await deliver(next, place);
        if (waiting === 'everything') return;
        if (waiting === 'its conversation') busy.add(place);
      }
    } finally {
      flushing = false;
    }
  }

  async function deliver(outgoing: Outgoing, conversationId: string | null): Promise<Waiting> {
    const { clientMessageId, text, attachments, supersedes } = outgoing;
    try {
      const accepted = await connection.request('message:send', {
        clientMessageId,
        text,
        ...(attachments && { attachmentIds: attachments.map(({ id }) => id) }),
        ...(conversationId === null ? {} : { conversationId }),
        ...(supersedes === null ? {} : { supersedes }),
      });
      onDelivered(accepted.conversationId);
      attempts.delete(clientMessageId);
      // Where its event was quicker, it is in the log, and the visitor may be elsewhere by now.
      const waits = getState().outgoing.some((one) => one.clientMessageId === clientMessageId);
      if (waits && conversationId === null) dispatch({ type: 'begun', conversationId: accepted.conversationId });
      pending.drop(clientMessageId);
      const isShown = getState().conversationId === accepted.conversationId;
      // Of a conversation that the visitor has left no event comes here.
      if (isShown) dispatch({ type: 'outgoing:change', clientMessageId, status: 'accepted', error: null });
      else dispatch({ type: 'outgoing:remove', clientMessageId });
      clock.accepted(clientMessageId, accepted.generationId);
      // Its events follow the acknowledgement; should they get lost, they are fetched.
      timers.after(eventsWithinMs, () => {
        const { conversationId: shown, lastSeq } = getState();
        if (shown === accepted.conversationId && lastSeq < accepted.seq) synchronise();
      });
      return 'nothing';
    } catch (error) {
      throwUnlessRefusal(error);
      return notDelivered(clientMessageId, conversationId, error);
    }
  }

  function notDelivered(clientMessageId: string, conversationId: string | null, { wire }: GatewayError): Waiting {
    // It goes out as soon as there is a connection again.
    if (!connection.connected()) return 'everything';
    if (wire.code === 'details_required') {
      dispatch({ type: 'outgoing:change', clientMessageId, status: 'sending', error: wire });
      onUnintroduced();
      return 'everything';
    }
    const attempt = attempts.get(clientMessageId) ?? 0;
    attempts.set(clientMessageId, attempt + 1);
    const retry = retryPolicy(wire, attempt, attemptsAtFailure);
    if (retry.kind === 'gone' && conversationId !== null) {
      onGone(conversationId);
      // The message is gone with it, and can't say why.
      dispatch({ type: 'connection', connection: getState().connection, problem: wire });
      return 'nothing';
    }
    const shown = retry.kind === 'renew' ? null : wire;
    const status = retry.kind === 'give-up' || retry.kind === 'gone' ? 'failed' : 'sending';
    dispatch({ type: 'outgoing:change', clientMessageId, status, error: shown });
    switch (retry.kind) {
      case 'again':
        timers.after(retry.afterMs, () => void flush());
        if (wire.code !== 'answer_in_progress') return 'everything';
        // The wait for an earlier answer is the visitor's own, not a part of TTFT.
        clock.sent(clientMessageId);
        return 'its conversation';
      case 'renew':
        connection.renew();
        return 'everything';
      case 'gone':
      case 'give-up':
        return 'nothing';
    }
  }

  /** What is written now, where the visitor is now. */
  function add(text: string, more: Partial<Outgoing>): string {
    const clientMessageId = makeUuid();
    const { conversationId, blank, outgoing: before } = getState();
    // After what was written before, also by a clock that went back: a reload has no other order.
    const at = Math.max(Date.now(), Date.parse(before.at(-1)?.createdAt ?? '') + 1 || 0);
    const outgoing: Outgoing = {
      ...{ clientMessageId, text, createdAt: new Date(at).toISOString(), status: 'sending', error: null },
      ...{ conversationId, begins: blank, supersedes: null, ...more },
    };
    clock.sent(clientMessageId);
    pending.keep(outgoing);
    dispatch({ type: 'outgoing:add', outgoing });
    return clientMessageId;
  }

  return {
    send(text, { attachments = [], supersedes = null } = {}) {
      const trimmed = text.trim();
      const isEmpty = trimmed === '' && attachments.length === 0;
      if (isEmpty || trimmed.length > limits.messageChars) return;
      add(trimmed, { ...(attachments.length > 0 && { attachments }), supersedes });
      void flush();
    },
    sendLater(text, names, setAside) {
      const clientMessageId = add(text.trim(), { uploading: names });
      const set = setAside({
        ready(attachments) {
          files.delete(clientMessageId);
          dispatch({ type: 'outgoing:uploaded', clientMessageId, attachments });
          const now = getState().outgoing.find((one) => one.clientMessageId === clientMessageId);
          if (now === undefined) return;
          // All that it was is refused, and left out.
          if (now.text === '' && attachments.length === 0)
            return dispatch({ type: 'outgoing:remove', clientMessageId });
          pending.keep(now);
          // What the files took is not the gateway's time.
          clock.sent(clientMessageId);
          void flush();
        },
        failed: (error) => dispatch({ type: 'outgoing:change', clientMessageId, status: 'failed', error }),
      });
      files.set(clientMessageId, set);
    },
    resend(clientMessageId) {
      attempts.delete(clientMessageId);
      clock.sent(clientMessageId);
      dispatch({ type: 'outgoing:change', clientMessageId, status: 'sending', error: null });
      files.get(clientMessageId)?.retry();
      void flush();
    },
    flush,
  };
}

/** Whether a message waits for its visitor to say who they are. */
export const isUnintroduced = ({ status, error }: Outgoing): boolean =>
  status === 'sending' && error?.code === 'details_required';
