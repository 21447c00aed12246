import type { SetUpFacts } from '@frontdesk/protocol';

/** What makes a site ready, in the order in which it is best done. */
export type StepId = 'knowledge' | 'trial' | 'look' | 'pages' | 'people' | 'mail';

export interface SetUpStep {
  id: StepId;
  done: boolean;
}

/**
 * Pure: what is to be done for a site, and what of that is, by the facts alone.
 * @param isOwner of the installation: who else could set up mail for it?
 */
export function setUpSteps(facts: SetUpFacts, isOwner: boolean): SetUpStep[] {
  return [
    { id: 'knowledge', done: facts.facts + facts.documents > 0 },
    { id: 'trial', done: facts.tried },
    { id: 'look', done: facts.hasOwnLook },
    { id: 'pages', done: facts.firstSeenAt !== null },
    { id: 'people', done: facts.people > 1 },
    // Where it is set up nobody here has to.
    ...(isOwner && !facts.mails ? [{ id: 'mail', done: false } as const] : []),
  ];
}

const newForMs = 30 * 86_400_000;

/** Pure: whether a site is new enough for the list: one that has had customers for a while goes on as it is. */
export const isNewSite = ({ inUse, createdAt }: SetUpFacts, nowMs: number): boolean =>
  !inUse || nowMs - Date.parse(createdAt) < newForMs;

/** Pure: whether there is something left to show. */
export const isToSetUp = (facts: SetUpFacts, isOwner: boolean, nowMs: number): boolean =>
  isNewSite(facts, nowMs) && setUpSteps(facts, isOwner).some(({ done }) => !done);
