import type { AgentPerson } from '@frontdesk/protocol';

/** Somebody who is there, and how many conversations they look after. */
export interface Candidate extends AgentPerson {
  open: number;
}

/** Pure: who is given the next conversation: whoever has the fewest; of several, the first by id. Null where nobody is there. */
export function chooseAssignee(candidates: readonly Candidate[]): Candidate | null {
  const [first] = candidates.toSorted((a, b) => a.open - b.open || (a.id < b.id ? -1 : 1));
  return first ?? null;
}
