'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { useUnsaved } from '../../forms/use-unsaved.ts';
import { type Draft, drafts, emptyDraft, isBegun } from './drafts.ts';

/** What an agent has begun to write in a conversation, and how to change it, also once another one is shown. */
export function useDraft(
  agentId: string,
  conversationId: string,
): [draft: Draft, change: (next: (draft: Draft) => Draft) => void] {
  const draft = useSyncExternalStore(
    drafts.subscribe,
    () => drafts.get(agentId, conversationId),
    () => emptyDraft,
  );
  const change = useCallback(
    (next: (draft: Draft) => Draft) => drafts.change(agentId, conversationId, next),
    [agentId, conversationId],
  );
  return [draft, change];
}

/** Whether an agent has begun to write in a conversation; null: nobody is known yet. */
export function useHasDraft(agentId: string | null, conversationId: string): boolean {
  return useSyncExternalStore(
    drafts.subscribe,
    () => agentId !== null && isBegun(drafts.get(agentId, conversationId)),
    () => false,
  );
}

/** Has the browser ask before the page is left while something would be lost of what was begun in it, such as a file on its way. */
export function useUnkeptDrafts(): void {
  useUnsaved(useSyncExternalStore(drafts.subscribe, drafts.hasUnkept, () => false));
}
