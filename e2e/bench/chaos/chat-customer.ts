import {
  type Answer,
  type ChatSession,
  type ChatState,
  createChatSession,
  createMemoryStorage,
  GatewayError,
  unavailable,
  visitorKey,
} from '@frontdesk/chat/session';
import type { VisitorTokenResponse } from '@frontdesk/protocol';
import { getTicket } from '../../client/visitor.ts';
import type { Sent } from '../load/measured.ts';

/** The answer as a customer saw it grow. */
export interface Shown {
  atMs: number;
  /** Of all text that was there then. */
  chars: number;
}

/** A customer's message, and what became of it. */
export interface ChatMessage extends Sent {
  clientMessageId: string;
  visitorId: string;
  shown: readonly Shown[];
}

/** The chat as a browser runs it, without a browser: it connects again, asks for what it missed, and sends again. */
export function openChat(gatewayUrl: string, siteKey: string, visitor: VisitorTokenResponse): ChatSession {
  const storage = createMemoryStorage();
  storage.set(visitorKey(siteKey), JSON.stringify(visitor));
  const ticket = () =>
    getTicket(gatewayUrl, siteKey).catch((cause: unknown) => {
      throw new GatewayError(unavailable, { cause });
    });
  return createChatSession({ gatewayUrl, siteKey, storage, getTicket: ticket });
}

export interface AskOptions {
  visitorId: string;
  /** What times count from, on performance.now()'s clock. */
  startedAtMs: number;
  /** Who has no whole answer by then never will. */
  patienceMs: number;
}

/**
 * Sends a message and waits for the end of its answer, however often the connection is lost meanwhile. The text has to grow
 * and to do nothing else.
 */
export function askInChat(
  session: ChatSession,
  text: string,
  { visitorId, startedAtMs, patienceMs }: AskOptions,
): Promise<Omit<ChatMessage, 'opens'>> {
  const now = () => performance.now() - startedAtMs;
  return new Promise((resolve) => {
    const atMs = now();
    const shown: Shown[] = [];
    let seen = '';
    let ttftMs = Number.POSITIVE_INFINITY;
    let generationId: string | undefined;

    session.send(text);
    const clientMessageId = session.getState().outgoing.at(-1)?.clientMessageId ?? '';
    const limit = setTimeout(() => finish('unanswered'), patienceMs);
    const unsubscribe = session.subscribe(look);

    function look(): void {
      const state = session.getState();
      const refused = state.outgoing.find((one) => one.clientMessageId === clientMessageId && one.status === 'failed');
      if (refused) finish('refused', refused.error?.code);
      const answer = answerTo(state, clientMessageId);
      if (answer) read(answer);
    }

    function read({ generationId: id, text: told, phase, error }: Answer): void {
      generationId = id;
      const goesOn = told.startsWith(seen);
      if (goesOn && told.length > seen.length) {
        seen = told;
        shown.push({ atMs: now(), chars: seen.length });
        if (ttftMs === Number.POSITIVE_INFINITY && seen.trim() !== '') ttftMs = now() - atMs;
      }
      if (!goesOn) finish('wrong-text');
      else if (phase === 'done') finish('answered');
      else if (phase === 'failed' || phase === 'stopped') finish('ended', error?.code);
    }

    function finish(outcome: Sent['outcome'], code?: Sent['code']): void {
      clearTimeout(limit);
      unsubscribe();
      const isAnswered = outcome === 'answered';
      resolve({
        ...{ atMs, clientMessageId, visitorId, outcome, shown, text: seen },
        ...(code === undefined ? {} : { code }),
        ...(generationId === undefined ? {} : { generationId }),
        ttftMs: isAnswered ? ttftMs : Number.POSITIVE_INFINITY,
        e2eMs: isAnswered ? now() - atMs : Number.POSITIVE_INFINITY,
        gapsMs: shown.slice(1).map((one, index) => one.atMs - (shown[index]?.atMs ?? Number.NaN)),
      });
    }
  });
}

/** Undefined while nothing is known of it: its message is not in the log yet, or nothing was made of it. */
function answerTo({ entries, answers }: ChatState, clientMessageId: string): Answer | undefined {
  const question = entries.findLast(
    (entry) => entry.kind === 'message' && entry.message.clientMessageId === clientMessageId,
  );
  if (question?.kind !== 'message') return undefined;
  return Object.values(answers).find(({ questionMessageId }) => questionMessageId === question.message.id);
}
