import type { ConversationAddress } from '@frontdesk/database';
import { type AgentPerson, type AttentionKind, attentionTimes, type Notice } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';

type AttentionNotice = Extract<Notice, { kind: 'attention' }>;

/** An agent's sockets at this gateway that have a conversation open. */
interface Looker {
  address: ConversationAddress;
  agent: AgentPerson;
  sockets: Set<string>;
  doing: { what: AttentionKind; untilMs: number };
}

/**
 * Who looks at and types in which conversation, told to all gateways, this one included, and kept nowhere: whoever looks here
 * is told again every few seconds, and at once where somebody comes. A lost notice costs a few seconds.
 */
export class ConversationAttention {
  readonly #notices: Pick<NoticePublisher, 'publish'>;
  /** By conversation and agent. */
  readonly #lookers = new Map<string, Looker>();
  /** Until when agents, wherever they are, look at a conversation at least, by `performance.now()`. */
  readonly #watchedUntil = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(notices: Pick<NoticePublisher, 'publish'>) {
    this.#notices = notices;
    this.#timer = setInterval(() => this.#renew(), attentionTimes.looking.renewMs);
    this.#timer.unref();
  }

  /** An agent's socket has a conversation open; again changes nothing. */
  look(address: ConversationAddress, agent: AgentPerson, socketId: string): void {
    const key = keyOf(address.conversationId, agent.id);
    const known = this.#lookers.get(key);
    if (known) {
      known.sockets.add(socketId);
      return;
    }
    this.#lookers.set(key, { address, agent, sockets: new Set([socketId]), doing: { what: 'looking', untilMs: 0 } });
    this.#tell(address, agent, 'looking', true);
  }

  leave(conversationId: string, agentId: string, socketId: string): void {
    const key = keyOf(conversationId, agentId);
    const looker = this.#lookers.get(key);
    looker?.sockets.delete(socketId);
    if (!looker || looker.sockets.size > 0) return;
    this.#lookers.delete(key);
    this.#tell(looker.address, looker.agent, 'gone');
  }

  /** What an agent does beside looking. */
  agentDoes(address: ConversationAddress, agent: AgentPerson, doing: Exclude<AttentionKind, 'gone'>): void {
    const looker = this.#lookers.get(keyOf(address.conversationId, agent.id));
    if (looker) looker.doing = { what: doing, untilMs: performance.now() + attentionTimes.typing.holdsMs };
    this.#tell(address, agent, doing);
  }

  /** Told only where somebody looks: of most customers nobody does, and there are many. */
  visitorTypes(address: ConversationAddress, typing: boolean): void {
    const until = this.#watchedUntil.get(address.conversationId) ?? 0;
    if (until > performance.now()) this.#tell(address, null, typing ? 'typing' : 'gone');
  }

  /** Notes what a notice tells, from any gateway; followers are told by the relay. */
  receive({ conversationId, agent, doing, arrived }: AttentionNotice): void {
    if (!agent || doing === 'gone') return;
    this.#watchedUntil.set(conversationId, performance.now() + attentionTimes.looking.holdsMs);
    if (!arrived) return;
    for (const looker of this.#lookers.values()) {
      if (looker.address.conversationId === conversationId && looker.agent.id !== agent.id) this.#tellAgain(looker);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #renew(): void {
    for (const looker of this.#lookers.values()) this.#tellAgain(looker);
    const now = performance.now();
    for (const [conversationId, until] of this.#watchedUntil) {
      if (until < now) this.#watchedUntil.delete(conversationId);
    }
  }

  #tellAgain({ address, agent, doing }: Looker): void {
    this.#tell(address, agent, doing.untilMs > performance.now() ? doing.what : 'looking');
  }

  #tell(address: ConversationAddress, agent: AgentPerson | null, doing: AttentionKind, arrived = false): void {
    const { siteId, conversationId } = address;
    this.#notices.publish({
      ...{ kind: 'attention', siteId, conversationId, agent, doing },
      ...(arrived ? { arrived } : {}),
    });
  }
}

const keyOf = (conversationId: string, agentId: string): string => `${conversationId} ${agentId}`;
