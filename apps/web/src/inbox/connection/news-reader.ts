import type { AgentToGateway, ConversationSummary } from '@frontdesk/protocol';
import { type InboxNews, InboxNewsFinder } from '../notifications/inbox-news.ts';
import type { AgentStore } from './agent-store.ts';
import { heardBefore, noteHeard, noteLeft } from './note-heard.ts';
import { RepeatedTry } from './repeated-try.ts';

/** What an agent may have to hear of, whatever they list: who waits for a person, and what is unread. */
const concerns: readonly Parameters<AgentToGateway['conversations:list']>[0][] = [
  { view: 'waiting' },
  { unread: true },
];

/** Tells what is news to an agent, also of what came about while nothing was told: that is read. */
export class NewsReader {
  private readonly store: AgentStore;
  private readonly tell: (news: InboxNews) => void;
  private readonly finder = new InboxNewsFinder();
  private readonly again = new RepeatedTry(() => this.read());
  /** Counts how often it was read: what was asked for before is not wanted any more. */
  private reading = 0;
  /**
   * Null before the first reading, in which nothing is news but what the tab's page before has not heard of; then whether it held
   * all that there was, and the rest is.
   */
  private first: { isWhole: boolean } | null = null;
  private readonly siteId: string;
  /** How far the tab's page before had heard: what is told live meanwhile does not move it. */
  private readonly before: string | null;

  constructor(store: AgentStore, tell: (news: InboxNews) => void, siteId: string) {
    this.store = store;
    this.tell = tell;
    this.siteId = siteId;
    this.before = heardBefore(siteId);
    if (typeof window !== 'undefined') window.addEventListener('pagehide', this.left);
  }

  /** Told live. */
  hear(summary: ConversationSummary): void {
    this.take(summary);
    // Before the first reading nobody knows what came about before this.
    if (this.first) noteHeard(this.siteId, [summary]);
  }

  /** Shown in a list. */
  meet(conversations: readonly ConversationSummary[]): void {
    this.finder.meet(conversations, this.store.state().overview?.agentId ?? null);
  }

  /** Reads what there is; what has come about since it was read before is told. */
  async read(): Promise<void> {
    const { store } = this;
    this.reading += 1;
    const { reading } = this;
    const pages = await Promise.all(concerns.map((one) => store.ask('conversations:list', one)));
    if (reading !== this.reading) return;
    const read = pages.flatMap((page) => (page?.ok ? [page.data] : []));
    if (read.length < pages.length) {
      // The next connect reads it anyway.
      if (store.isConnected) this.again.later();
      return;
    }
    this.again.stop();
    const conversations = read.flatMap((page) => page.conversations);
    noteHeard(this.siteId, conversations);
    const { before } = this;
    if (this.first) for (const one of conversations) this.take(one, this.first.isWhole || undefined);
    else {
      if (before !== null) for (const one of conversations) if (one.lastActivityAt > before) this.take(one);
      this.finder.know(conversations);
    }
    this.first ??= { isWhole: read.every(({ more }) => !more) };
  }

  stop(): void {
    this.again.stop();
    this.left();
    if (typeof window !== 'undefined') window.removeEventListener('pagehide', this.left);
  }

  private readonly left = (): void => {
    if (this.first) noteLeft(this.siteId);
  };

  private take(summary: ConversationSummary, began?: true): void {
    const { overview } = this.store.state();
    const news = overview && this.finder.take(summary, overview.agentId, began);
    if (news) this.tell(news);
  }
}
