import { type RefObject, useEffect, useState } from 'react';
import type { ChatSession } from '../../session/chat-session.ts';
import type { ChatState } from '../../state/chat-state.ts';
import { type EndStage, endStage } from '../../state/conversation-end.ts';
import { useQuiet } from './use-quiet.ts';

/**
 * What the customer is asked at the end of their conversation; null for nothing.
 * @param active the chat is in view
 * @param hasPeople there is somebody whom they can be offered
 */
export function useConversationEnd(
  session: ChatSession,
  state: ChatState,
  rootRef: RefObject<HTMLElement | null>,
  active: boolean,
  hasPeople: boolean,
): EndStage | null {
  const [closedAfter, setClosedAfter] = useState<string | null>(null);
  const quiet = useQuiet(rootRef, state.entries, active);
  const atEnd = endStage(state, { quiet, closedAfter });
  const end = atEnd?.kind === 'offer-person' && !hasPeople ? null : atEnd;
  const asking = end === null || end.kind === 'rate' ? null : end.generationId;

  useEffect(() => {
    if (active) return;
    const last = session.getState().entries.findLast((entry) => entry.kind === 'answer');
    setClosedAfter(last?.generationId ?? null);
  }, [active, session]);

  useEffect(() => {
    const known = session.getState().feedback.asked;
    if (active && asking !== null && known === null) session.feedback.noteAsked(asking);
  }, [active, asking, session]);

  return end;
}
