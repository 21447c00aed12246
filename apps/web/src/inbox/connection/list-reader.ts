import { type ConversationSummary, limits } from '@frontdesk/protocol';
import type { Listing } from '../views/conversation-view.ts';
import type { ListNews } from './agent-state.ts';
import { type AgentStore, notHeard } from './agent-store.ts';
import type { AckOf } from './ask-gateway.ts';
import { RepeatedTry } from './repeated-try.ts';

/** Pages of the list that are read anew after a reconnect, so that a deep list comes back without reading all of it. */
const freshPagesAtMost = 5;

/** Reads the list of conversations, and keeps it true while news of it come in. */
export class ListReader {
  private readonly store: AgentStore;
  private readonly onFresh: (conversations: readonly ConversationSummary[]) => void;
  private readonly again = new RepeatedTry(() => this.refresh());
  /** What was told while a part of the list is read, for each that is. */
  private readonly readings = new Set<ListNews[]>();
  /** Counts how often the list was asked for anew: what was asked for before is not wanted any more. */
  private listing = 0;
  /** The next page of what is listed did not come. */
  private pageLost = false;
  /** Not before somebody wants a list: most pages show none. */
  private isWanted = false;

  /** @param onFresh told what a list that was read anew holds, before it is shown */
  constructor(store: AgentStore, onFresh: (conversations: readonly ConversationSummary[]) => void) {
    this.store = store;
    this.onFresh = onFresh;
  }

  /** Lists other conversations from now on. */
  list(listing: Listing): void {
    this.store.dispatch({ type: 'listing', listing });
    this.pageLost = false;
    this.isWanted = true;
    void this.refresh();
  }

  /** Also while the list is read: what is read then may be older than what is told. */
  hear(news: ListNews): void {
    for (const meanwhile of this.readings) meanwhile.push(news);
    this.store.dispatch(news);
  }

  async refresh(): Promise<void> {
    if (!this.isWanted) return;
    this.listing += 1;
    const { listing, store } = this;
    const pagesBefore = Math.ceil((store.state().conversations?.length ?? 0) / limits.conversationsPerPage);
    const wanted = Math.min(Math.max(pagesBefore, 1), freshPagesAtMost);
    const meanwhile = this.beginReading();
    const read = await this.readPages(wanted, () => listing === this.listing);
    this.readings.delete(meanwhile);
    // Meanwhile others may be wanted.
    if (listing !== this.listing) return;
    if (read.ok) {
      // A page that is on its way begins behind the list as it was.
      this.listing += 1;
      this.again.stop();
      this.onFresh(read.data.conversations);
      store.dispatch({ type: 'list:fresh', ...read.data, meanwhile });
      this.loadLostPage();
    } else if (store.isConnected) {
      // The next connect reads it anyway.
      store.dispatch({ type: 'list:problem', error: read.error });
      this.again.later();
    }
  }

  /** The next page. */
  async loadMore(): Promise<void> {
    const { listing, store } = this;
    const { conversations, loadingMore, more, listing: listed } = store.state();
    const last = conversations?.at(-1);
    if (!last || loadingMore || !more) return;
    store.dispatch({ type: 'list:loading-more', loading: true });
    const meanwhile = this.beginReading();
    const page = await this.readPage(last);
    this.readings.delete(meanwhile);
    const isWanted = listing === this.listing;
    if (isWanted && page.ok) return store.dispatch({ type: 'list:older', ...page.data, meanwhile });
    if (isWanted && !page.ok) store.dispatch({ type: 'list:problem', error: page.error });
    else store.dispatch({ type: 'list:loading-more', loading: false });
    this.pageLost = listed === store.state().listing;
    // It begins behind a list that has been read anew since.
    if (!isWanted && this.readings.size === 0) this.loadLostPage();
  }

  stop(): void {
    this.again.stop();
  }

  private loadLostPage(): void {
    const { pageLost } = this;
    this.pageLost = false;
    if (pageLost) void this.loadMore();
  }

  private beginReading(): ListNews[] {
    const meanwhile: ListNews[] = [];
    this.readings.add(meanwhile);
    return meanwhile;
  }

  /** The first so many pages as one, as long as they are wanted. */
  private async readPages(wanted: number, isWanted: () => boolean): Promise<AckOf<'conversations:list'>> {
    const conversations: ConversationSummary[] = [];
    let more = true;
    for (let pages = 0; more && pages < wanted && isWanted(); pages += 1) {
      const page = await this.readPage(conversations.at(-1));
      if (!page.ok) return page;
      conversations.push(...page.data.conversations);
      more = page.data.more;
    }
    return { ok: true, data: { conversations, more } };
  }

  private async readPage(last: ConversationSummary | undefined): Promise<AckOf<'conversations:list'>> {
    const { view, search, sort, tag, assigneeId, unread } = this.store.state().listing;
    const before = sort === 'waiting' ? last?.waitingSince : last?.lastActivityAt;
    const result = await this.store.ask('conversations:list', {
      ...(last && { beforeId: last.conversationId, ...(before && { before }) }),
      ...(view !== 'all' && { view }),
      ...(search.trim() && { search: search.trim() }),
      ...(sort === 'waking'
        ? { waking: last?.snoozedUntil ? { after: last.snoozedUntil } : {} }
        : sort !== 'newest' && { sort }),
      ...(tag !== null && { tag }),
      ...(assigneeId !== undefined && { assigneeId }),
      ...(unread && { unread }),
    });
    return result ?? notHeard();
  }
}
