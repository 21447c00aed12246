import type { ConversationSummary } from '@frontdesk/protocol';

/** Something that an agent wants to hear of, also from another tab. */
export interface InboxNews {
  kind: 'hand-over' | 'message';
  summary: ConversationSummary;
}

/**
 * Finds out what is news to an agent among all that changes: a customer who begins to wait for them or for anybody, and a message
 * in a conversation of theirs. Each is news once.
 */
export class InboxNewsFinder {
  readonly #waiting = new Set<string>();
  readonly #visitorSeq = new Map<string, number>();

  /** What was there already is no news. */
  know(summaries: readonly ConversationSummary[]): void {
    for (const summary of summaries) this.#note(summary);
  }

  take(summary: ConversationSummary, agentId: string): InboxNews | null {
    const { conversationId, state, assignee = null, lastVisitorSeq = 0, lastRole } = summary;
    const waited = this.#waiting.has(conversationId);
    const known = this.#visitorSeq.get(conversationId);
    this.#note(summary);
    const isMine = assignee?.id === agentId;
    if (state === 'waiting_for_person' && !waited && (assignee === null || isMine))
      return { kind: 'hand-over', summary };
    const wrote = lastRole === 'visitor' && lastVisitorSeq > (known ?? 0);
    const isOpen = state === 'with_person' || state === 'waiting_for_person';
    return isMine && isOpen && wrote ? { kind: 'message', summary } : null;
  }

  #note({ conversationId, state, lastVisitorSeq = 0 }: ConversationSummary): void {
    if (state === 'waiting_for_person') this.#waiting.add(conversationId);
    else this.#waiting.delete(conversationId);
    this.#visitorSeq.set(conversationId, lastVisitorSeq);
  }
}
