import type { AgentFigures } from '@frontdesk/protocol';

/** What the table of people can be sorted by; null where there is nothing to compare. */
export const agentColumns = {
  person: ({ name }: AgentFigures) => name || null,
  conversations: ({ conversations }: AgentFigures) => conversations,
  replies: ({ replies }: AgentFigures) => replies,
  resolved: ({ resolved }: AgentFigures) => resolved,
  firstHalf: ({ firstResponse }: AgentFigures) => firstResponse.p50,
  firstMost: ({ firstResponse }: AgentFigures) => firstResponse.p90,
  resolution: ({ resolution }: AgentFigures) => resolution.p50,
  good: ({ ratings }: AgentFigures) => (ratings.count === 0 ? null : ratings.good / ratings.count),
} as const;
export type AgentColumn = keyof typeof agentColumns;

export interface AgentOrder {
  column: AgentColumn;
  descending: boolean;
}

/**
 * Pure: people in an order. Those of whom there is nothing to compare come last in either direction, equal ones stay as they were.
 */
export function inOrder(agents: readonly AgentFigures[], { column, descending }: AgentOrder): AgentFigures[] {
  const figureOf = agentColumns[column];
  return agents.toSorted((a, b) => {
    const [one, other] = [figureOf(a), figureOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const rising =
      typeof one === 'string' ? one.localeCompare(String(other), undefined, { numeric: true }) : one - Number(other);
    return descending ? -rising : rising;
  });
}

/** Pure: the order that a press on a column brings: names rise first, figures fall, and once more it is the other way round. */
export const pressed = (order: AgentOrder, column: AgentColumn): AgentOrder => ({
  column,
  descending: order.column === column ? !order.descending : column !== 'person',
});
