import {
  type AgentPerson,
  type AgentToGateway,
  CodedError,
  type ConversationSeen,
  type InboxOverview,
  type SharedChange,
  type WireError,
} from '@frontdesk/protocol';
import type { InboxNews } from '../notifications/inbox-news.ts';
import type { Listing } from '../views/conversation-view.ts';
import { AgentConnection } from './agent-connection.ts';
import type { AgentState } from './agent-state.ts';
import { combineSites, endsFirst } from './all-sites-state.ts';
import type { ConversationChange, InboxConnection, NotChanged, Row } from './inbox-connection.ts';

/**
 * The inboxes of several sites as one: a connection to each, which is let in, and asked for its conversations, as if it were the
 * only one. What concerns a conversation goes over its site's.
 */
export class AllSitesConnection implements InboxConnection {
  private readonly connections: readonly AgentConnection[];
  private combined: { of: readonly AgentState[]; state: AgentState } | null = null;
  private openAt: AgentConnection | undefined;

  /** @param siteIds at least one */
  constructor(siteIds: readonly string[], isIdle: () => boolean) {
    this.connections = siteIds.map((siteId) => new AgentConnection(siteId, isIdle));
  }

  readonly subscribe = (listener: () => void): (() => void) => this.each((one) => one.subscribe(listener));

  readonly onNews = (listener: (news: InboxNews) => void): (() => void) => this.each((one) => one.onNews(listener));

  readonly state = (): AgentState => {
    const states = this.states();
    const before = this.combined;
    if (before?.of.every((state, index) => state === states[index])) return before.state;
    const state = combineSites(states);
    this.combined = { of: states, state };
    return state;
  };

  threadOverview(): InboxOverview | null {
    return this.openAt?.state().overview ?? null;
  }

  connect(): void {
    for (const one of this.connections) one.connect();
  }

  close(): void {
    for (const one of this.connections) one.close();
  }

  list(listing: Listing): void {
    for (const one of this.connections) one.list(listing);
  }

  /** Said once: it is the agent's, wherever they are a member. */
  async setAway(away: boolean): Promise<WireError | null> {
    const [first, ...others] = this.connections.filter((one) => one.state().link === 'online');
    const problem = first ? await first.setAway(away) : new CodedError('unavailable').toWire();
    const all = await Promise.all(others.map((one) => one.setAway(away)));
    return problem ?? all.find((one) => one !== null) ?? null;
  }

  tellIdle(): void {
    for (const one of this.connections) one.tellIdle();
  }

  change<Name extends ConversationChange>(
    name: Name,
    request: Parameters<AgentToGateway[Name]>[0],
  ): Promise<WireError | null> {
    return this.openAt?.change(name, request) ?? Promise.resolve(new CodedError('unavailable').toWire());
  }

  async changeSeveral(rows: readonly Row[], change: SharedChange): Promise<readonly NotChanged[]> {
    const failed = await Promise.all(
      this.connections.map((one) => {
        const theirs = rows.filter(({ siteId }) => siteId === one.siteId);
        return theirs.length === 0 ? [] : one.changeSeveral(theirs, change);
      }),
    );
    return failed.flat();
  }

  teamOf(siteIds: readonly string[]): readonly AgentPerson[] {
    const [first = [], ...others] = this.connections
      .filter(({ siteId }) => siteIds.includes(siteId))
      .map((one) => one.teamOf());
    return first.filter(({ id }) => others.every((team) => team.some((person) => person.id === id)));
  }

  async seen(seen: ConversationSeen): Promise<void> {
    await this.openAt?.seen(seen);
  }

  async tags(): Promise<readonly string[]> {
    const all = await Promise.all(this.connections.map((one) => one.tags()));
    return [...new Set(all.flat())].toSorted((a, b) => a.localeCompare(b));
  }

  typing(into: 'reply' | 'note' | null): void {
    this.openAt?.typing(into);
  }

  open(conversationId: string | null, siteId: string | null = null): void {
    const next = this.connections.find((one) => one.siteId === siteId);
    if (this.openAt !== next) this.openAt?.open(null);
    this.openAt = next;
    next?.open(conversationId);
  }

  /** Until there is more to be shown: where one list is whole, another one may have to go on. */
  async loadMore(): Promise<void> {
    const shown = this.state().conversations?.length;
    for (;;) {
      const index = endsFirst(this.states());
      const next = index === null ? undefined : this.connections[index];
      const before = next?.state().conversations;
      await next?.loadMore();
      // Nothing has come: it goes on when it is asked for again.
      if (!next || next.state().conversations === before) return;
      if (this.state().conversations?.length !== shown) return;
    }
  }

  private states(): readonly AgentState[] {
    return this.connections.map((one) => one.state());
  }

  private each(make: (one: AgentConnection) => () => void): () => void {
    const undos = this.connections.map(make);
    return () => {
      for (const undo of undos) undo();
    };
  }
}
