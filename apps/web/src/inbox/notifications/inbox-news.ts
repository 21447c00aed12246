import { type ConversationSummary, isUnread } from '@frontdesk/protocol';
import { visitorName } from '../conversation/visitor-name.ts';

/** Something that an agent wants to hear of, also from another tab. */
export interface InboxNews {
  kind: 'hand-over' | 'assigned' | 'message';
  summary: ConversationSummary;
}

type Known = Required<Pick<ConversationSummary, 'state' | 'lastSeq' | 'lastVisitorSeq'>> & {
  assigneeId: string | null;
};

/**
 * Finds out what is news to an agent among all that changes: a customer who begins to wait for them or for anybody, a conversation
 * that is theirs now, and a message in one that is. Each is news once.
 */
export class InboxNewsFinder {
  readonly #known = new Map<string, Known>();

  /** What was there already is no news. */
  know(summaries: readonly ConversationSummary[]): void {
    for (const summary of summaries) if (!this.#isOld(summary)) this.#note(summary);
  }

  /**
   * What a list shows. Only of what others do, so that it is news once they do not any more: what is the agent's own, or waits, may
   * have come about since, and that is for {@link take} to tell.
   */
  meet(summaries: readonly ConversationSummary[], agentId: string | null): void {
    this.know(summaries.filter(({ state, assignee }) => state !== 'waiting_for_person' && assignee?.id !== agentId));
  }

  /** @param began whether the customer of one that was not seen before has only just begun to wait */
  take(summary: ConversationSummary, agentId: string, began: boolean = beganNow(summary)): InboxNews | null {
    if (this.#isOld(summary)) return null;
    const before = this.#known.get(summary.conversationId);
    const now = this.#note(summary);
    const isUnreadOwn = now.assigneeId === agentId && isUnread(summary, agentId);
    if (waitsFor(now, agentId)) {
      if (before ? !waitsFor(before, agentId) : began || isUnreadOwn) return { kind: 'hand-over', summary };
    } else if (now.state !== 'with_person') return null;
    if (now.assigneeId !== agentId) return null;
    const given = now.state === 'with_person' && before && before.assigneeId !== agentId;
    // Who took it, perhaps in another tab, had it before them.
    if (given && isUnreadOwn) return { kind: 'assigned', summary };
    // Of one that was not seen before nobody knows which message is new, unless it is the last.
    const wrote = before ? now.lastVisitorSeq > before.lastVisitorSeq : isUnreadOwn && summary.lastRole === 'visitor';
    return wrote ? { kind: 'message', summary } : null;
  }

  #note({ conversationId, state, assignee, lastSeq = 0, lastVisitorSeq = 0 }: ConversationSummary): Known {
    const known = { state, lastSeq, lastVisitorSeq, assigneeId: assignee?.id ?? null };
    this.#known.set(conversationId, known);
    return known;
  }

  /** What was read before it was told of may come after that. */
  #isOld({ conversationId, lastSeq = Number.POSITIVE_INFINITY }: ConversationSummary): boolean {
    return lastSeq < (this.#known.get(conversationId)?.lastSeq ?? 0);
  }
}

/** For the agent, or for anybody. */
const waitsFor = ({ state, assigneeId }: Known, agentId: string): boolean =>
  state === 'waiting_for_person' && (assigneeId === null || assigneeId === agentId);

/**
 * Of one that was not seen before: whether what has just been done in it may be what makes its customer wait. Both times are of
 * one clock, which may differ from this device's. A gateway of the version before does not say.
 */
const beganNow = ({ waitingSince, lastActivityAt }: ConversationSummary): boolean =>
  waitingSince === undefined ||
  (waitingSince !== null && Date.parse(lastActivityAt) - Date.parse(waitingSince) < recentMs);

const recentMs = 60_000;

/** Pure: the same wherever it is heard of: in other tabs, and over another gateway, which may have told of more at once. */
export function newsKey({ kind, summary }: InboxNews): string {
  const { conversationId, waitingSince, lastSeq, lastVisitorSeq } = summary;
  const place = { 'hand-over': waitingSince, assigned: lastSeq, message: lastVisitorSeq }[kind];
  return `${kind} ${conversationId} ${place ?? ''}`;
}

/** Pure: what a notification says; of what the assistant or a colleague said last it says nothing. */
export function newsText({ kind, summary }: InboxNews): { title: string; body: string } {
  const { visitorId, visitorName: name, lastRole, lastText } = summary;
  const who = visitorName(visitorId, name);
  const titles = {
    'hand-over': `${who} waits for a person`,
    assigned: `The conversation with ${who} is yours now`,
    message: `${who} wrote to you`,
  };
  return { title: titles[kind], body: lastRole === 'visitor' ? lastText : '' };
}
