import { gapPosition, isNext } from '@frontdesk/chat';
import {
  type AgentHandshake,
  type AgentToGateway,
  agentNamespace,
  CodedError,
  type ConversationEvent,
  type ConversationSeen,
  type ConversationSummary,
  type InboxOverview,
  limits,
  type WireError,
  wireError,
} from '@frontdesk/protocol';
import { io } from 'socket.io-client';
import { type AgentAction, type AgentState, agentReducer, initialAgentState, type ListNews } from './agent-state.ts';
import { type AckOf, type AgentSocket, askGateway } from './ask-gateway.ts';
import type { Listing } from './conversation-view.ts';
import type { ConversationChange, InboxConnection } from './inbox-connection.ts';
import { type InboxNews, InboxNewsFinder } from './inbox-news.ts';
import { pendingOf } from './pending-change.ts';
import { RepeatedTry } from './repeated-try.ts';

const overviewEveryMs = 1_000;
/** A refused handshake is not retried by Socket.IO itself. */
const refusedRetryMs = 5_000;
/** Pages of the list that are read anew after a reconnect, so that a deep list comes back without reading all of it. */
const freshPagesAtMost = 5;

/**
 * The admin's connection to the gateway, as a store for `useSyncExternalStore`. It keeps the state true through lost
 * connections: after each connect the list is read anew, and the open thread goes on from the last `seq` it has.
 */
export class AgentConnection implements InboxConnection {
  readonly siteId: string;
  private readonly socket: AgentSocket;
  private readonly listeners = new Set<() => void>();
  private readonly newsListeners = new Set<(news: InboxNews) => void>();
  private readonly news = new InboxNewsFinder();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly listTry = new RepeatedTry(() => this.refreshList());
  private readonly overviewTry = new RepeatedTry(() => this.refreshOverview());
  private readonly contextTry = new RepeatedTry(() => this.refreshContext());
  private readonly watchTry = new RepeatedTry(() => this.watch());
  /** What was told while a part of the list is read, for each that is. */
  private readonly readings = new Set<ListNews[]>();
  /** Counts how often the list was asked for anew: what was asked for before is not wanted any more. */
  private listing = 0;
  /** The next page of what is listed did not come. */
  private pageLost = false;
  private watching: Promise<void> | null = null;
  private watchAgain = false;
  private attentionTimer: ReturnType<typeof setTimeout> | undefined;
  private overviewTimer: ReturnType<typeof setTimeout> | undefined;
  private changes = 0;
  private idle = false;
  private current: AgentState = initialAgentState;

  constructor(
    siteId: string,
    socket: AgentSocket = io(agentNamespace, {
      transports: ['websocket', 'polling'],
      autoConnect: false,
      auth: { siteId } satisfies AgentHandshake,
    }),
  ) {
    this.siteId = siteId;
    this.socket = socket;
    socket.on('connect', () => this.connected());
    socket.on('disconnect', (reason) => this.disconnected(reason));
    socket.on('connect_error', (error) => this.refused(error));
    socket.on('service:metrics', (metrics) => this.dispatch({ type: 'metrics', metrics }));
    socket.on('conversation:deleted', ({ conversationId }) => {
      this.hear({ type: 'list:deleted', conversationId });
      this.overviewSoon();
    });
    socket.on('conversations:missed', () => this.readAnew());
    socket.on('conversation:updated', (summary) => {
      this.hear({ type: 'list:updated', summary });
      this.tellNews(summary);
      this.overviewSoon();
    });
    socket.on('conversation:seen', (seen) => {
      this.applySeen(seen);
      // Read in another tab.
      if (seen.agentId === this.current.overview?.agentId) this.overviewSoon();
    });
    socket.on('conversation:event', (event) => {
      const thread = this.current.thread;
      if (thread?.conversationId !== event.conversationId) return;
      const missed = event.seq > thread.chat.lastSeq && !isNext(thread.chat, event);
      this.dispatch({ type: 'thread:event', event });
      // The receipt of an answer is not in its event.
      if (missed || event.type === 'generation:done' || event.type === 'generation:ended') void this.watch();
      if (changesContext(event)) void this.refreshContext();
    });
    socket.on('conversation:attention', (attention) => {
      this.dispatch({ type: 'thread:attention', attention, nowMs: Date.now() });
      this.attentionLater();
    });
    socket.on('generation:text', (words) => {
      this.dispatch({ type: 'thread:words', words });
      const answer = this.current.thread?.chat.answers[words.generationId];
      if (answer && gapPosition(answer) !== null) void this.watch();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly onNews = (listener: (news: InboxNews) => void): (() => void) => {
    this.newsListeners.add(listener);
    return () => this.newsListeners.delete(listener);
  };

  readonly state = (): AgentState => this.current;

  threadOverview(): InboxOverview | null {
    return this.current.overview;
  }

  connect(): void {
    this.socket.connect();
  }

  close(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.overviewTimer);
    clearTimeout(this.attentionTimer);
    for (const one of [this.listTry, this.overviewTry, this.contextTry, this.watchTry]) one.stop();
    this.socket.disconnect();
  }

  list(listing: Listing): void {
    this.dispatch({ type: 'listing', listing });
    this.pageLost = false;
    void this.refreshList();
  }

  async setAway(away: boolean): Promise<WireError | null> {
    const result = (await this.ask('agent:away', { away })) ?? notHeard();
    if (!result.ok) return result.error;
    await this.refreshOverview();
    return null;
  }

  setIdle(idle: boolean): void {
    this.idle = idle;
    void this.ask('agent:idle', { idle });
  }

  async change<Name extends ConversationChange>(
    name: Name,
    request: Parameters<AgentToGateway[Name]>[0],
  ): Promise<WireError | null> {
    const { conversationId } = request;
    const { overview } = this.current;
    const change = pendingOf(name, request, { team: overview?.team ?? [], id: `change-${++this.changes}` });
    if (change) this.dispatch({ type: 'thread:change-begun', conversationId, change });
    const result = (await this.ask(name, request)) ?? notHeard();
    const seq = result.ok ? result.data.seq : null;
    if (change) this.dispatch({ type: 'thread:change-answered', conversationId, id: change.id, seq });
    return result.ok ? null : result.error;
  }

  async seen(seen: ConversationSeen): Promise<void> {
    this.applySeen(seen);
    await this.ask('conversation:seen', { conversationId: seen.conversationId, seq: seen.seq });
    this.overviewSoon();
  }

  async tags(): Promise<readonly string[]> {
    const result = await this.ask('conversations:tags', {});
    return result?.ok ? result.data : [];
  }

  typing(into: 'reply' | 'note' | null): void {
    const conversationId = this.current.thread?.conversationId;
    if (conversationId) void this.ask('conversation:typing', { conversationId, into });
  }

  open(conversationId: string | null): void {
    const before = this.current.thread?.conversationId;
    if (before === (conversationId ?? undefined)) return;
    if (before && this.socket.connected)
      this.socket.emit('conversation:unwatch', { conversationId: before }, () => undefined);
    this.dispatch(conversationId ? { type: 'thread:open', conversationId } : { type: 'thread:close' });
    for (const one of [this.contextTry, this.watchTry]) one.stop();
    if (conversationId) {
      void this.watch();
      void this.refreshContext();
    }
  }

  async loadMore(): Promise<void> {
    const last = this.current.conversations?.at(-1);
    if (!last || this.current.loadingMore || !this.current.more) return;
    this.dispatch({ type: 'list:loading-more', loading: true });
    const { listing } = this;
    const listed = this.current.listing;
    const meanwhile = this.beginReading();
    const page = await this.listPage(last);
    this.readings.delete(meanwhile);
    const isWanted = listing === this.listing;
    if (isWanted && page.ok) return this.dispatch({ type: 'list:older', ...page.data, meanwhile });
    if (isWanted && !page.ok) this.dispatch({ type: 'list:problem', error: page.error });
    else this.dispatch({ type: 'list:loading-more', loading: false });
    this.pageLost = listed === this.current.listing;
    // It begins behind a list that has been read anew since.
    if (!isWanted && this.readings.size === 0) this.loadLostPage();
  }

  private loadLostPage(): void {
    const { pageLost } = this;
    this.pageLost = false;
    if (pageLost) void this.loadMore();
  }

  private applySeen(seen: ConversationSeen): void {
    this.hear({ type: 'list:seen', seen });
  }

  /** Also while the list is read: what is read then may be older than what is told. */
  private hear(news: ListNews): void {
    for (const meanwhile of this.readings) meanwhile.push(news);
    this.dispatch(news);
  }

  private beginReading(): ListNews[] {
    const meanwhile: ListNews[] = [];
    this.readings.add(meanwhile);
    return meanwhile;
  }

  private dispatch(action: AgentAction): void {
    const next = agentReducer(this.current, action);
    if (next === this.current) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }

  private tellNews(summary: ConversationSummary): void {
    const { overview } = this.current;
    // Who says that they are away is left alone.
    const news = overview && this.news.take(summary, overview.agentId);
    if (news && !overview.away) for (const listener of this.newsListeners) listener(news);
  }

  private connected(): void {
    this.dispatch({ type: 'link', link: 'online' });
    if (this.idle) this.setIdle(true);
    this.readAnew();
  }

  private readAnew(): void {
    void this.refreshList();
    void this.refreshOverview();
    void this.watch();
    void this.refreshContext();
  }

  /** Numbers of a busy site change all the time: they are read at most every second. */
  private overviewSoon(): void {
    this.overviewTimer ??= setTimeout(() => {
      this.overviewTimer = undefined;
      void this.refreshOverview();
    }, overviewEveryMs);
  }

  /** Looks again when the first of those who are there may be there no more. */
  private attentionLater(): void {
    clearTimeout(this.attentionTimer);
    const first = Math.min(...(this.current.thread?.attending ?? []).map(({ untilMs }) => untilMs));
    if (!Number.isFinite(first)) return;
    this.attentionTimer = setTimeout(() => {
      this.dispatch({ type: 'thread:attention-over', nowMs: Date.now() });
      this.attentionLater();
    }, first - Date.now());
  }

  private async refreshOverview(): Promise<void> {
    const result = await this.ask('conversations:overview', {});
    if (result?.ok) {
      this.overviewTry.stop();
      this.dispatch({ type: 'overview', overview: result.data });
    } else if (this.socket.connected) {
      // Without it nobody knows who looks, and nothing can be written.
      this.overviewTry.later();
    }
  }

  private async refreshContext(): Promise<void> {
    const conversationId = this.current.thread?.conversationId;
    if (conversationId === undefined) return;
    const result = (await this.ask('conversation:context', { conversationId })) ?? notHeard();
    if (conversationId !== this.current.thread?.conversationId) return;
    if (result.ok) {
      this.contextTry.stop();
      this.dispatch({ type: 'thread:context', conversationId, context: result.data });
    } else if (this.socket.connected) {
      this.dispatch({ type: 'thread:context-problem', conversationId, error: result.error });
      if (mayBeReadLater(result.error)) this.contextTry.later();
    }
  }

  private disconnected(reason: string): void {
    if (reason === 'io client disconnect') return;
    this.dispatch({ type: 'link', link: 'reconnecting' });
    // The gateway closed it on purpose (it stops, or the session ended): Socket.IO leaves the next step to us.
    if (reason === 'io server disconnect') this.retryLater();
  }

  private refused(error: Error & { data?: unknown }): void {
    const parsed = wireError.safeParse(error.data);
    if (!parsed.success) {
      const first = this.current.link === 'connecting';
      this.dispatch({ type: 'link', link: first ? 'connecting' : 'reconnecting' });
    } else if (parsed.data.code === 'sign_in_required') {
      this.dispatch({ type: 'link', link: 'signed-out' });
      return;
    } else {
      this.dispatch({ type: 'link', link: 'refused', problem: parsed.data });
    }
    if (!this.socket.active) this.retryLater();
  }

  private retryLater(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.socket.connect(), refusedRetryMs);
  }

  private async refreshList(): Promise<void> {
    this.listing += 1;
    const { listing } = this;
    const pagesBefore = Math.ceil((this.current.conversations?.length ?? 0) / limits.conversationsPerPage);
    const wanted = Math.min(Math.max(pagesBefore, 1), freshPagesAtMost);
    const meanwhile = this.beginReading();
    const read = await this.readPages(wanted, () => listing === this.listing);
    this.readings.delete(meanwhile);
    // Meanwhile others may be wanted.
    if (listing !== this.listing) return;
    if (read.ok) {
      this.listTry.stop();
      this.news.know(read.data.conversations);
      this.dispatch({ type: 'list:fresh', ...read.data, meanwhile });
      this.loadLostPage();
    } else if (this.socket.connected) {
      // The next connect reads it anyway.
      this.dispatch({ type: 'list:problem', error: read.error });
      this.listTry.later();
    }
  }

  /** The first so many pages as one, as long as they are wanted. */
  private async readPages(wanted: number, isWanted: () => boolean): Promise<AckOf<'conversations:list'>> {
    const conversations: ConversationSummary[] = [];
    let more = true;
    for (let pages = 0; more && pages < wanted && isWanted(); pages += 1) {
      const page = await this.listPage(conversations.at(-1));
      if (!page.ok) return page;
      conversations.push(...page.data.conversations);
      more = page.data.more;
    }
    return { ok: true, data: { conversations, more } };
  }

  private async listPage(last: ConversationSummary | undefined): Promise<AckOf<'conversations:list'>> {
    const { view, search, sort, tag, assigneeId, unread } = this.current.listing;
    const before = sort === 'waiting' ? last?.waitingSince : last?.lastActivityAt;
    const result = await this.ask('conversations:list', {
      ...(last && { beforeId: last.conversationId, ...(before && { before }) }),
      ...(view !== 'all' && { view }),
      ...(search.trim() && { search: search.trim() }),
      ...(sort !== 'newest' && { sort }),
      ...(tag !== null && { tag }),
      ...(assigneeId !== undefined && { assigneeId }),
      ...(unread && { unread }),
    });
    return result ?? notHeard();
  }

  /** Reads the open thread from its last `seq` to its end. One at a time; a call meanwhile makes it run once more. */
  private watch(): Promise<void> {
    this.watchAgain = true;
    this.watching ??= this.watchUntilDone().finally(() => {
      this.watching = null;
    });
    return this.watching;
  }

  private async watchUntilDone(): Promise<void> {
    while (this.watchAgain && this.socket.connected) {
      this.watchAgain = false;
      const thread = this.current.thread;
      if (!thread) return;
      const { conversationId } = thread;
      const afterSeq = thread.chat.lastSeq;
      const result = await this.ask('conversation:watch', { conversationId, afterSeq });
      // Where the connection is gone, the next connect reads on.
      if (!result) {
        if (this.socket.connected) this.watchTry.later();
        return;
      }
      if (!result.ok) {
        this.dispatch({ type: 'thread:refused', conversationId, error: result.error });
        if (mayBeReadLater(result.error)) this.watchTry.later();
        continue;
      }
      this.watchTry.stop();
      this.dispatch({ type: 'thread:page', page: result.data });
      const reached = this.current.thread?.chat.lastSeq ?? 0;
      const behind = this.current.thread?.conversationId === conversationId && result.data.lastSeq > reached;
      if (behind && reached > afterSeq) this.watchAgain = true;
      else this.dispatch({ type: 'thread:loaded', conversationId });
    }
  }

  private ask<Name extends keyof AgentToGateway>(name: Name, request: Parameters<AgentToGateway[Name]>[0]) {
    return askGateway(this.socket, name, request);
  }
}

/** In place of an answer that did not come. */
const notHeard = () =>
  ({
    ok: false,
    error: new CodedError('unavailable', { message: 'The server did not answer. Please try again.' }).toWire(),
  }) as const;

/** A conversation that is deleted, or another site's, does not come back. */
const mayBeReadLater = ({ code }: WireError): boolean => code !== 'conversation_unknown' && code !== 'forbidden';

/** What the customer says of themselves comes before what they write; files come with it. */
const changesContext = (event: ConversationEvent): boolean =>
  event.type === 'conversation:contact-left' ||
  event.type === 'visitor:blocked' ||
  (event.type === 'message:created' && event.message.role === 'visitor');
