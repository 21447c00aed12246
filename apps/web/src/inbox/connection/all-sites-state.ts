import type { AgentPerson, ConversationSummary, InboxOverview } from '@frontdesk/protocol';
import type { Link } from '../../admin/link.ts';
import { compareConversations } from '../views/conversation-view.ts';
import { type AgentState, initialAgentState } from './agent-state.ts';
import { combineMetrics } from './combine-metrics.ts';

/** Pure: the inboxes of several sites as one. What a site refuses is left out, as long as another one does not. */
export function combineSites(states: readonly AgentState[]): AgentState {
  const [first = initialAgentState] = states;
  const open = states.filter(({ link }) => link !== 'refused');
  return {
    ...first,
    link: open.length === 0 ? first.link : worst(open.map(({ link }) => link)),
    problem: open.length === 0 ? first.problem : null,
    conversations: open.every(({ conversations }) => conversations !== null) ? rowsOf(open) : null,
    more: open.some(({ more }) => more),
    loadingMore: open.some(({ loadingMore }) => loadingMore),
    listProblem: open.find(({ listProblem }) => listProblem !== null)?.listProblem ?? null,
    metrics: combineMetrics(open.flatMap(({ metrics }) => metrics ?? [])),
    thread: states.find(({ thread }) => thread !== null)?.thread ?? null,
    overview: combineOverviews(onlineFirst(open).flatMap(({ overview }) => overview ?? [])),
  };
}

/**
 * Pure: the place, among several, of the list that has to go on before more of all of them can be shown: the one that ends first.
 * Null where all are whole.
 */
export function endsFirst(states: readonly AgentState[]): number | null {
  const compare = compareConversations(states[0]?.listing.sort ?? 'newest');
  const ends = states.flatMap(({ more, conversations }, index) => {
    const last = conversations?.at(-1);
    return more && last ? [{ index, last }] : [];
  });
  return ends.toSorted((a, b) => compare(a.last, b.last))[0]?.index ?? null;
}

/** In the listing's order, without what is behind the end of a list that goes on: some of that comes before it. */
function rowsOf(states: readonly AgentState[]): ConversationSummary[] {
  const compare = compareConversations(states[0]?.listing.sort ?? 'newest');
  const all = states.flatMap(({ conversations }) => conversations ?? []).toSorted(compare);
  const first = endsFirst(states);
  const end = first === null ? undefined : states[first]?.conversations?.at(-1);
  return end ? all.filter((row) => compare(row, end) <= 0) : all;
}

const worstFirst: readonly Link[] = ['signed-out', 'reconnecting', 'connecting'];
const worst = (links: readonly Link[]): Link => worstFirst.find((link) => links.includes(link)) ?? 'online';

/** What is told of whoever looks, such as whether they are away, is what a site says that still tells. */
const onlineFirst = (states: readonly AgentState[]): AgentState[] =>
  states.toSorted((a, b) => Number(b.link === 'online') - Number(a.link === 'online'));

function combineOverviews(overviews: readonly InboxOverview[]): InboxOverview | null {
  const [first] = overviews;
  if (!first) return null;
  const sum = (of: (overview: InboxOverview) => number) => overviews.reduce((all, one) => all + of(one), 0);
  const team = new Map<string, AgentPerson>(overviews.flatMap((one) => one.team.map((person) => [person.id, person])));
  return {
    ...first,
    counts: {
      mine: sum(({ counts }) => counts.mine),
      unassigned: sum(({ counts }) => counts.unassigned),
      waiting: sum(({ counts }) => counts.waiting),
      bot: sum(({ counts }) => counts.bot),
    },
    unread: {
      mine: sum(({ unread }) => unread?.mine ?? 0),
      unassigned: sum(({ unread }) => unread?.unassigned ?? 0),
      waiting: sum(({ unread }) => unread?.waiting ?? 0),
    },
    team: [...team.values()].toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}
