import { gapPosition, isNext } from '@frontdesk/chat';
import type { ConversationEvent, GatewayToAgent, WireError } from '@frontdesk/protocol';
import { type AgentStore, notHeard } from './agent-store.ts';
import { RepeatedTry } from './repeated-try.ts';

/** Whoever goes through the list is shown what it knows; a thread is asked for where they stay for so long. */
const settleMs = 250;
const unwatchAgainMs = 2_000;

/** Follows the open conversation: reads what is missing of it, and what is known of its customer. */
export class ThreadReader {
  private readonly store: AgentStore;
  private readonly contextAgain = new RepeatedTry(() => this.refreshContext());
  private readonly watchAgain = new RepeatedTry(() => this.watch());
  private watching: Promise<void> | null = null;
  private isWatchWanted = false;
  /** What the gateway was asked to tell of. */
  private watchedId: string | undefined;
  /** Runs where another was opened just before. */
  private settleTimer: ReturnType<typeof setTimeout> | undefined;
  private attentionTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: AgentStore) {
    this.store = store;
  }

  get conversationId(): string | undefined {
    return this.store.state().thread?.conversationId;
  }

  open(conversationId: string | null): void {
    this.store.dispatch(conversationId ? { type: 'thread:open', conversationId } : { type: 'thread:close' });
    for (const one of [this.contextAgain, this.watchAgain]) one.stop();
    if (this.watchedId !== undefined) void this.unwatch(this.watchedId);
    this.watchedId = undefined;
    const passing = this.settleTimer !== undefined;
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => {
      this.settleTimer = undefined;
      if (passing) this.readOn();
    }, settleMs);
    if (!passing) this.readOn();
  }

  /** Reads what came meanwhile. */
  readOn(): void {
    void this.watch();
    void this.refreshContext();
  }

  hearEvent(event: ConversationEvent): void {
    const { thread } = this.store.state();
    if (thread?.conversationId !== event.conversationId) return;
    const missed = event.seq > thread.chat.lastSeq && !isNext(thread.chat, event);
    this.store.dispatch({ type: 'thread:event', event });
    // The receipt of an answer is not in its event.
    if (missed || event.type === 'generation:done' || event.type === 'generation:ended') void this.watch();
    if (changesContext(event)) void this.refreshContext();
  }

  hearWords(words: Told<'generation:text'>): void {
    this.store.dispatch({ type: 'thread:words', words });
    const answer = this.store.state().thread?.chat.answers[words.generationId];
    if (answer && gapPosition(answer) !== null) void this.watch();
  }

  hearAttention(attention: Told<'conversation:attention'>): void {
    this.store.dispatch({ type: 'thread:attention', attention, nowMs: Date.now() });
    this.attentionLater();
  }

  stop(): void {
    clearTimeout(this.attentionTimer);
    clearTimeout(this.settleTimer);
    for (const one of [this.contextAgain, this.watchAgain]) one.stop();
  }

  /** Looks again when the first of those who are there may be there no more. */
  private attentionLater(): void {
    clearTimeout(this.attentionTimer);
    const first = Math.min(...(this.store.state().thread?.attending ?? []).map(({ untilMs }) => untilMs));
    if (!Number.isFinite(first)) return;
    this.attentionTimer = setTimeout(() => {
      this.store.dispatch({ type: 'thread:attention-over', nowMs: Date.now() });
      this.attentionLater();
    }, first - Date.now());
  }

  private async refreshContext(): Promise<void> {
    const { conversationId, store } = this;
    if (conversationId === undefined) return;
    const result = (await store.ask('conversation:context', { conversationId })) ?? notHeard();
    if (conversationId !== this.conversationId) return;
    if (result.ok) {
      this.contextAgain.stop();
      store.dispatch({ type: 'thread:context', conversationId, context: result.data });
    } else if (store.isConnected) {
      store.dispatch({ type: 'thread:context-problem', conversationId, error: result.error });
      if (mayBeReadLater(result.error)) this.contextAgain.later();
    }
  }

  private async unwatch(conversationId: string): Promise<void> {
    const result = await this.store.ask('conversation:unwatch', { conversationId });
    if (result?.ok !== false || !mayBeReadLater(result.error)) return;
    // Else colleagues would be told for ever that it is looked at.
    setTimeout(() => {
      if (conversationId !== this.watchedId) void this.unwatch(conversationId);
    }, result.error.retryAfterMs ?? unwatchAgainMs);
  }

  /** Reads the open thread from its last `seq` to its end. One at a time; a call meanwhile makes it run once more. */
  private watch(): Promise<void> {
    this.isWatchWanted = true;
    this.watching ??= this.watchUntilDone().finally(() => {
      this.watching = null;
    });
    return this.watching;
  }

  private async watchUntilDone(): Promise<void> {
    const { store } = this;
    while (this.isWatchWanted && store.isConnected) {
      this.isWatchWanted = false;
      const { thread } = store.state();
      if (!thread) return;
      const { conversationId } = thread;
      const afterSeq = thread.chat.lastSeq;
      this.watchedId = conversationId;
      const result = await store.ask('conversation:watch', { conversationId, afterSeq });
      // Where the connection is gone, the next connect reads on.
      if (!result) {
        if (store.isConnected && !this.isWatchWanted) this.watchAgain.later();
        continue;
      }
      if (!result.ok) {
        store.dispatch({ type: 'thread:refused', conversationId, error: result.error });
        if (mayBeReadLater(result.error)) this.watchAgain.later();
        continue;
      }
      this.watchAgain.stop();
      // Opened anew meanwhile: what came goes on from what is not there any more, and the thread is asked for once more.
      if ((store.state().thread?.chat.lastSeq ?? 0) < afterSeq) continue;
      if (result.data.lastSeq < afterSeq) {
        // A backup was restored: what is shown is not what is stored, which is read from its beginning.
        store.dispatch({ type: 'thread:anew', conversationId });
        this.isWatchWanted = true;
        continue;
      }
      store.dispatch({ type: 'thread:page', page: result.data });
      const reached = store.state().thread?.chat.lastSeq ?? 0;
      const behind = this.conversationId === conversationId && result.data.lastSeq > reached;
      if (behind && reached > afterSeq) this.isWatchWanted = true;
      else store.dispatch({ type: 'thread:loaded', conversationId });
    }
  }
}

type Told<Name extends keyof GatewayToAgent> = Parameters<GatewayToAgent[Name]>[0];

/** A conversation that is deleted, or another site's, does not come back. */
const mayBeReadLater = ({ code }: WireError): boolean => code !== 'conversation_unknown' && code !== 'forbidden';

/** What the customer says of themselves comes before what they write; files come with it. */
const changesContext = (event: ConversationEvent): boolean =>
  event.type === 'conversation:contact-left' ||
  event.type === 'visitor:blocked' ||
  (event.type === 'message:created' && event.message.role === 'visitor');
