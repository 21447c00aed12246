import { type ConversationSummary, isUnread } from '@frontdesk/protocol';
import { visitorName } from '../conversation/visitor-name.ts';

/** Something that an agent wants to hear of, also from another tab. */
export interface InboxNews {
  kind: 'hand-over' | 'assigned' | 'message';
  summary: ConversationSummary;
}

type Known = Required<Pick<ConversationSummary, 'state' | 'lastVisitorSeq'>> & { assigneeId: string | null };

/**
 * Finds out what is news to an agent among all that changes: a customer who begins to wait for them or for anybody, a conversation
 * that is theirs now, and a message in one that is. Each is news once.
 */
export class InboxNewsFinder {
  readonly #known = new Map<string, Known>();

  /** What was there already is no news. */
  know(summaries: readonly ConversationSummary[]): void {
    for (const summary of summaries) this.#known.set(summary.conversationId, knownOf(summary));
  }

  take(summary: ConversationSummary, agentId: string): InboxNews | null {
    const before = this.#known.get(summary.conversationId);
    const now = knownOf(summary);
    const isUnreadOwn = now.assigneeId === agentId && isUnread(summary, agentId);
    this.#known.set(summary.conversationId, now);
    if (waitsFor(now, agentId)) {
      if (before ? !waitsFor(before, agentId) : beganNow(summary) || isUnreadOwn) return { kind: 'hand-over', summary };
    } else if (now.state !== 'with_person') return null;
    if (now.assigneeId !== agentId) return null;
    const given = now.state === 'with_person' && before && before.assigneeId !== agentId;
    // Who took it, perhaps in another tab, had it before them.
    if (given && isUnreadOwn) return { kind: 'assigned', summary };
    // Of one that was not seen before nobody knows which message is new, unless it is the last.
    const wrote = before ? now.lastVisitorSeq > before.lastVisitorSeq : isUnreadOwn && summary.lastRole === 'visitor';
    return wrote ? { kind: 'message', summary } : null;
  }
}

const knownOf = ({ state, assignee = null, lastVisitorSeq = 0 }: ConversationSummary): Known => ({
  ...{ state, lastVisitorSeq, assigneeId: assignee?.id ?? null },
});

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
