import { type AgentPerson, type Attention, type AttentionKind, attentionTimes } from '@frontdesk/protocol';

/** What somebody does in the open thread, until when at most it is believed. */
export interface Attending {
  /** Null: the customer. */
  agent: AgentPerson | null;
  doing: Exclude<AttentionKind, 'gone'>;
  untilMs: number;
}

const isSame = (one: AgentPerson | null, other: AgentPerson | null) => one?.id === other?.id;

/** Pure: who attends after somebody was told of. */
export function attend(all: readonly Attending[], { agent, doing }: Attention, nowMs: number): readonly Attending[] {
  const others = all.filter((one) => !isSame(one.agent, agent));
  if (doing === 'gone') return others.length === all.length ? all : others;
  const { holdsMs } = doing === 'looking' ? attentionTimes.looking : attentionTimes.typing;
  const told = { agent, doing, untilMs: nowMs + holdsMs };
  // Each keeps their place.
  const at = all.findIndex((one) => isSame(one.agent, agent));
  return at === -1 ? [...all, told] : all.with(at, told);
}

/** Pure: who attends still. An agent who types no more looks, until they are told to be gone or nobody tells of them. */
export function attendStill(all: readonly Attending[], nowMs: number): readonly Attending[] {
  if (all.every(({ untilMs }) => untilMs > nowMs)) return all;
  return all
    .map((one): Attending => {
      if (one.untilMs > nowMs || one.agent === null || one.doing === 'looking') return one;
      const leftMs = attentionTimes.looking.holdsMs - attentionTimes.typing.holdsMs;
      return { ...one, doing: 'looking', untilMs: one.untilMs + leftMs };
    })
    .filter(({ untilMs }) => untilMs > nowMs);
}

/** Pure: "Ada is writing a reply · Ben and Cem are looking at this"; empty where nobody else is there. */
export function teamSentence(all: readonly Attending[]): string {
  const does = (doing: Attending['doing'], one: string, several: string) => {
    const names = all.flatMap(({ agent, doing: what }) => (agent && what === doing ? [agent.name] : []));
    if (names.length === 0) return [];
    return [`${new Intl.ListFormat('en').format(names)} ${names.length === 1 ? one : several}`];
  };
  return [
    ...does('typing', 'is writing a reply', 'are writing replies'),
    ...does('noting', 'is writing a note', 'are writing notes'),
    ...does('looking', 'is looking at this', 'are looking at this'),
  ].join(' · ');
}

export const isCustomerTyping = (all: readonly Attending[]): boolean => all.some(({ agent }) => agent === null);
