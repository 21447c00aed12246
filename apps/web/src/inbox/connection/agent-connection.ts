import {
  type AgentHandshake,
  type AgentPerson,
  type AgentToGateway,
  agentNamespace,
  type ConversationSeen,
  type InboxOverview,
  type SharedChange,
  type WireError,
  wireError,
} from '@frontdesk/protocol';
import { io, type ManagerOptions, type SocketOptions } from 'socket.io-client';
import { sessionNumber, signedInAgain } from '../../requests/session-end.ts';
import type { InboxNews } from '../notifications/inbox-news.ts';
import type { Listing } from '../views/conversation-view.ts';
import { AgentStore, notHeard } from './agent-store.ts';
import type { AgentSocket } from './ask-gateway.ts';
import type { ConversationChange, InboxConnection, NotChanged, Row } from './inbox-connection.ts';
import { ListReader } from './list-reader.ts';
import { NewsReader } from './news-reader.ts';
import { pendingOf } from './pending-change.ts';
import { RepeatedTry } from './repeated-try.ts';
import { ThreadReader } from './thread-reader.ts';

const overviewEveryMs = 1_000;
/** A refused handshake is not retried by Socket.IO itself. */
const refusedRetryMs = 5_000;

/**
 * The admin's connection to the gateway. It keeps the store true through lost connections: after each connect the list is read
 * anew, where one is wanted, the open thread goes on from the last `seq` it has, and what was missed is told.
 */
export class AgentConnection implements InboxConnection {
  readonly siteId: string;
  private readonly socket: AgentSocket;
  private readonly store: AgentStore;
  private readonly conversations: ListReader;
  private readonly thread: ThreadReader;
  private readonly newsListeners = new Set<(news: InboxNews) => void>();
  private readonly news: NewsReader;
  private readonly overviewTry = new RepeatedTry(() => this.refreshOverview());
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private overviewTimer: ReturnType<typeof setTimeout> | undefined;
  private changes = 0;
  /** In which it was last tried to connect. */
  private session = 0;
  private readonly isIdle: () => boolean;
  /** What the gateway was told last. */
  private saidIdle = false;
  private closed = false;

  /** @param isIdle whether whoever looks is not there for customers, now */
  constructor(
    siteId: string,
    isIdle: () => boolean,
    create: (options: Partial<ManagerOptions & SocketOptions>) => AgentSocket = (options) =>
      io(agentNamespace, options),
  ) {
    this.siteId = siteId;
    this.isIdle = isIdle;
    const socket = create({
      transports: ['websocket', 'polling'],
      autoConnect: false,
      auth: (say) => {
        this.saidIdle = isIdle();
        say({ siteId, idle: this.saidIdle } satisfies AgentHandshake);
      },
    });
    this.socket = socket;
    this.store = new AgentStore(socket);
    this.news = new NewsReader(this.store, (news) => this.tellNews(news), siteId);
    this.conversations = new ListReader(this.store, (conversations) => this.news.meet(conversations));
    this.thread = new ThreadReader(this.store);
    socket.on('connect', () => this.connected());
    socket.on('disconnect', (reason) => this.disconnected(reason));
    socket.on('connect_error', (error) => this.refused(error));
    socket.io.on('reconnect_attempt', () => this.noteSession());
    socket.on('service:metrics', (metrics) => this.store.dispatch({ type: 'metrics', metrics }));
    socket.on('conversation:deleted', ({ conversationId }) => {
      this.conversations.hear({ type: 'list:deleted', conversationId });
      this.overviewSoon();
    });
    socket.on('conversations:missed', () => void this.readAnew());
    socket.on('conversation:updated', (summary) => {
      this.conversations.hear({ type: 'list:updated', summary });
      this.news.hear(summary);
      this.overviewSoon();
    });
    socket.on('conversation:seen', (seen) => {
      this.conversations.hear({ type: 'list:seen', seen });
      // Read in another tab.
      if (seen.agentId === this.store.state().overview?.agentId) this.overviewSoon();
    });
    socket.on('conversation:event', (event) => this.thread.hearEvent(event));
    socket.on('conversation:attention', (attention) => this.thread.hearAttention(attention));
    socket.on('generation:text', (words) => this.thread.hearWords(words));
  }

  get subscribe(): AgentStore['subscribe'] {
    return this.store.subscribe;
  }

  get state(): AgentStore['state'] {
    return this.store.state;
  }

  readonly onNews = (listener: (news: InboxNews) => void): (() => void) => {
    this.newsListeners.add(listener);
    return () => this.newsListeners.delete(listener);
  };

  threadOverview(): InboxOverview | null {
    return this.store.state().overview;
  }

  connect(): void {
    this.noteSession();
    this.socket.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.overviewTimer);
    for (const one of [this.conversations, this.thread, this.news, this.overviewTry]) one.stop();
    this.socket.disconnect();
  }

  list(listing: Listing): void {
    this.conversations.list(listing);
  }

  loadMore(): Promise<void> {
    return this.conversations.loadMore();
  }

  async setAway(away: boolean): Promise<WireError | null> {
    const result = (await this.store.ask('agent:away', { away })) ?? notHeard();
    // What failed may have been done all the same: that shows once it is known.
    const refreshed = this.refreshOverview();
    if (!result.ok) return result.error;
    await refreshed;
    return null;
  }

  tellIdle(): void {
    const idle = this.isIdle();
    // Without a connection the next handshake says it.
    if (idle === this.saidIdle || !this.store.isConnected) return;
    this.saidIdle = idle;
    void this.store.ask('agent:idle', { idle });
  }

  async change<Name extends ConversationChange>(
    name: Name,
    request: Parameters<AgentToGateway[Name]>[0],
  ): Promise<WireError | null> {
    const { conversationId } = request;
    const { store } = this;
    const team = store.state().overview?.team ?? [];
    const change = pendingOf(name, request, { team, id: `change-${++this.changes}` });
    if (change) store.dispatch({ type: 'thread:change-begun', conversationId, change });
    const result = (await store.ask(name, request)) ?? notHeard();
    const seq = result.ok ? result.data.seq : null;
    if (change) store.dispatch({ type: 'thread:change-answered', conversationId, id: change.id, seq });
    return result.ok ? null : result.error;
  }

  async changeSeveral(rows: readonly Row[], change: SharedChange): Promise<readonly NotChanged[]> {
    const conversationIds = rows.map(({ conversationId }) => conversationId);
    const isAsked = this.store.isConnected;
    const result = await this.store.ask('conversations:change', { conversationIds, change });
    if (result?.ok) return result.data.failed;
    const { error } = result ?? notHeard();
    const isUnknown = isAsked && result === null;
    return conversationIds.map((conversationId) => ({ conversationId, error, isUnknown }));
  }

  teamOf(): readonly AgentPerson[] {
    return this.store.state().overview?.team ?? [];
  }

  async seen(seen: ConversationSeen): Promise<void> {
    this.conversations.hear({ type: 'list:seen', seen });
    await this.store.ask('conversation:seen', { conversationId: seen.conversationId, seq: seen.seq });
    this.overviewSoon();
  }

  async tags(): Promise<readonly string[]> {
    const result = await this.store.ask('conversations:tags', {});
    return result?.ok ? result.data : [];
  }

  typing(into: 'reply' | 'note' | null): void {
    const { conversationId } = this.thread;
    if (conversationId) void this.store.ask('conversation:typing', { conversationId, into });
  }

  open(conversationId: string | null): void {
    if (this.thread.conversationId !== (conversationId ?? undefined)) this.thread.open(conversationId);
  }

  private tellNews(news: InboxNews): void {
    // Who says that they are away is left alone.
    if (!this.store.state().overview?.away) for (const listener of this.newsListeners) listener(news);
  }

  private noteSession(): void {
    this.session = sessionNumber();
  }

  private connected(): void {
    this.store.dispatch({ type: 'link', link: 'online' });
    // It may have changed since the handshake.
    this.tellIdle();
    void this.readAnew();
  }

  private async readAnew(): Promise<void> {
    void this.conversations.refresh();
    this.thread.readOn();
    // It says whose news it is, and whether they are away.
    await this.refreshOverview();
    await this.news.read();
  }

  /** Numbers of a busy site change all the time: they are read at most every second. */
  private overviewSoon(): void {
    this.overviewTimer ??= setTimeout(() => {
      this.overviewTimer = undefined;
      void this.refreshOverview();
    }, overviewEveryMs);
  }

  private async refreshOverview(): Promise<void> {
    const result = await this.store.ask('conversations:overview', {});
    if (result?.ok) {
      this.overviewTry.stop();
      this.store.dispatch({ type: 'overview', overview: result.data });
    } else if (this.store.isConnected) {
      // Without it nobody knows who looks, and nothing can be written.
      this.overviewTry.later();
    }
  }

  private disconnected(reason: string): void {
    if (reason === 'io client disconnect') return;
    this.store.dispatch({ type: 'link', link: 'reconnecting' });
    // The gateway closed it on purpose (it stops, or the session ended): Socket.IO leaves the next step to us.
    if (reason === 'io server disconnect') this.retryLater();
  }

  private refused(error: Error & { data?: unknown }): void {
    const parsed = wireError.safeParse(error.data);
    if (!parsed.success) {
      const first = this.store.state().link === 'connecting';
      this.store.dispatch({ type: 'link', link: first ? 'connecting' : 'reconnecting' });
    } else if (parsed.data.code === 'sign_in_required') {
      this.store.dispatch({ type: 'link', link: 'signed-out' });
      void signedInAgain(this.session).then(() => this.closed || this.connect());
      return;
    } else {
      this.store.dispatch({ type: 'link', link: 'refused', problem: parsed.data });
    }
    if (!this.socket.active) this.retryLater();
  }

  private retryLater(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.connect(), refusedRetryMs);
  }
}
