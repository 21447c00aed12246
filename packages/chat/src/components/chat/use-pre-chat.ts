import { type PreChatField, preChatFields, type SiteAppearance } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { isUnintroduced } from '../../outgoing/outbox.ts';
import type { ChatSession } from '../../session/chat-session.ts';
import type { ChatState } from '../../state/chat-state.ts';
import { wishesPerson } from '../../state/feedback-state.ts';

/** Who writes, where that is asked before the first message. */
export interface PreChat {
  /** The site asks for it at all. */
  isAsked: boolean;
  /** What is asked for now. */
  fields: readonly PreChatField[];
  /** Nothing can be written before some of it is known. */
  blocked: boolean;
  /** They have said what they want to say. */
  setIntroduced: (introduced: boolean) => void;
}

/** @param isEmpty nothing was said yet */
export function usePreChat(session: ChatSession, state: ChatState, site: SiteAppearance, isEmpty: boolean): PreChat {
  const { connection, conversationId, entries, outgoing, visitor } = state;
  const [introduced, setIntroduced] = useState(false);
  const preChat = site.settings?.preChat;
  const isAsked = preChat !== undefined && (preChat.name !== 'off' || preChat.email !== 'off');
  const handedOver = entries.some(({ kind }) => kind === 'hand-over');
  const wantsDetails = (isAsked || handedOver) && visitor === null && connection === 'online';
  useEffect(() => {
    if (wantsDetails) void session.introduction.read();
  }, [wantsDetails, session]);
  // Who has written is not asked any more, unless the gateway wants to know before it takes that; nor is who left out what may be.
  const begins = isEmpty || (conversationId === null && wishesPerson(state.feedback, null));
  const asksNow = state.opened && (begins || outgoing.some(isUnintroduced));
  const fields = asksNow ? preChatFields(preChat, visitor).filter(({ required }) => required || !introduced) : [];
  return { isAsked, fields, blocked: fields.some(({ required }) => required), setIntroduced };
}
