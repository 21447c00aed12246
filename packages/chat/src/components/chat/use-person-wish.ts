import type { Introduction, WireError } from '@frontdesk/protocol';
import { type RefObject, useRef, useState } from 'react';
import { isUnintroduced } from '../../outgoing/outbox.ts';
import type { ChatSession } from '../../session/chat-session.ts';
import { isWithTeam } from '../../state/who-answers.ts';
import type { StickToBottom } from '../log/use-stick-to-bottom.ts';
import type { PreChat } from './use-pre-chat.ts';

/** The customer wishes for a person, and says who they are where nobody is called before that. */
export interface PersonWish {
  talkToPerson: () => void;
  /** Resolves with what is wrong, or null. */
  introduce: (introduction: Introduction) => Promise<WireError | null>;
  /** How often who waits for a person already has asked for one. */
  repeated: number;
}

export function usePersonWish(
  session: ChatSession,
  { blocked, setIntroduced }: PreChat,
  rootRef: RefObject<HTMLElement | null>,
  { toRow }: StickToBottom,
): PersonWish {
  /** The conversation in which a person was asked for before it was said who asks; undefined: none. */
  const calledIn = useRef<string | null>(undefined);
  const [repeated, setRepeated] = useState(0);

  return {
    repeated,
    talkToPerson() {
      const state = session.getState();
      // Nobody is called before it is said who calls.
      if (blocked) {
        // Before a message that waits for the same: it goes where the wish is.
        if (state.outgoing.some(isUnintroduced)) session.feedback.requestPerson();
        else calledIn.current = state.conversationId;
        rootRef.current?.querySelector<HTMLElement>('.fd-text-field')?.focus();
      } else if (!isWithTeam(state)) session.feedback.requestPerson();
      else {
        // It is said once: who asks again is shown where, or told.
        toRow([...(rootRef.current?.querySelectorAll('[data-role="hand-over"]') ?? [])].at(-1));
        setRepeated(repeated + 1);
      }
    },
    async introduce(introduction) {
      const problem = await session.introduction.introduce(introduction);
      setIntroduced(problem === null);
      if (problem !== null) return problem;
      if (calledIn.current === session.getState().conversationId) session.feedback.requestPerson();
      calledIn.current = undefined;
      return null;
    },
  };
}
