'use client';
import type { SiteAppearance } from '@frontdesk/protocol';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ChatSession } from '../chat-session.ts';
import { runningAnswer } from '../chat-state.ts';
import { endStage } from '../conversation-end.ts';
import { shownFeedback } from '../feedback-state.ts';
import { preChatFields } from '../pre-chat.ts';
import type { ChatLocale } from '../strings/languages.ts';
import { timeline } from '../timeline.ts';
import { useChat } from '../use-chat.ts';
import { Announcer } from './announcer.tsx';
import { ChatHeader } from './chat-header.tsx';
import { Composer } from './composer.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { endQuestion } from './conversation-end-card.tsx';
import { LocaleProvider, useLocale } from './locale.tsx';
import { MessageLog } from './message-log.tsx';
import { useAccent } from './use-accent.ts';
import { useQuiet } from './use-quiet.ts';
import { useStickToBottom } from './use-stick-to-bottom.ts';

export interface ChatProps {
  session: ChatSession;
  site: SiteAppearance;
  locale: ChatLocale;
  /** Given where the chat can be closed: shows the button and listens to Escape. */
  onClose?: () => void;
  /** The chat is in view: it takes the focus when this becomes true. Defaults to true. */
  active?: boolean;
}

/** The whole chat of one visitor: header, log, composer. It fills its container. */
export function Chat({ locale, ...rest }: ChatProps) {
  return (
    <LocaleProvider locale={locale}>
      <ChatInLocale {...rest} />
    </LocaleProvider>
  );
}

function ChatInLocale({ session, site, onClose, active = true }: Omit<ChatProps, 'locale'>) {
  const { strings, tag, direction } = useLocale();
  const state = useChat(session);
  const { entries, answers, outgoing } = state;
  const items = useMemo(() => timeline({ entries, answers, outgoing }), [entries, answers, outgoing]);
  const rootRef = useRef<HTMLElement>(null);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const stick = useStickToBottom();
  const [closedAfter, setClosedAfter] = useState<string | null>(null);
  const feedback = useMemo(() => shownFeedback(state.feedback), [state.feedback]);
  const quiet = useQuiet(rootRef, entries, active);
  const end = endStage(state, { quiet, closedAfter });
  const asking = end === null || end.kind === 'rate' ? null : end.generationId;
  useAccent(rootRef, site.colour);

  useEffect(() => {
    if (!active) return;
    // On a touch screen the focus of a field opens the keyboard, over a log that was not read yet.
    const keyboard = window.matchMedia('(hover: hover) and (pointer: fine)').matches;
    (keyboard ? fieldRef.current : rootRef.current)?.focus();
  }, [active]);

  useEffect(() => {
    if (active) return;
    const last = session.getState().entries.findLast((entry) => entry.kind === 'answer');
    setClosedAfter(last?.generationId ?? null);
  }, [active, session]);

  useEffect(() => {
    const known = session.getState().feedback.asked;
    if (active && asking !== null && known === null) session.feedback.noteAsked(asking);
  }, [active, asking, session]);

  const preChat = site.settings?.preChat;
  const asksBefore = preChat !== undefined && (preChat.name !== 'off' || preChat.email !== 'off');
  const wantsDetails = asksBefore && state.visitor === null && state.connection === 'online';
  useEffect(() => {
    if (wantsDetails) void session.introduction.read();
  }, [wantsDetails, session]);
  // Who has written is not asked any more.
  const preChatAsks = state.opened && items.length === 0 ? preChatFields(preChat, state.visitor) : [];

  const { toBottom } = stick;
  const send = useCallback(
    (text: string) => {
      toBottom();
      session.send(text);
    },
    [session, toBottom],
  );

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || onClose === undefined || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onClose();
  }

  return (
    <section
      ref={rootRef}
      className="fd-chat fd-tokens"
      tabIndex={-1}
      aria-label={site.name}
      lang={tag}
      dir={direction}
      data-scheme={site.settings?.colourScheme}
      data-connection={state.connection}
      onKeyDown={onKeyDown}
    >
      <ChatHeader site={site} online={state.connection === 'online'} onClose={onClose} />
      <ConnectionBanner connection={state.connection} problem={state.problem} onReconnect={session.reconnect} />
      <MessageLog
        items={items}
        opened={state.opened}
        online={state.connection === 'online'}
        site={site}
        stick={stick}
        onSend={send}
        onResend={session.resend}
        feedback={feedback}
        actions={session.feedback}
        end={end}
        preChat={preChatAsks}
        onIntroduce={session.introduction.introduce}
        fieldRef={fieldRef}
      />
      <Composer
        fieldRef={fieldRef}
        onSend={send}
        onStop={state.connection === 'online' && runningAnswer(state) ? session.stop : undefined}
        disabled={state.connection === 'refused' || preChatAsks.some(({ required }) => required)}
      />
      <Announcer
        items={items}
        opened={state.opened}
        siteName={site.name}
        question={end === null ? '' : endQuestion(end, strings)}
      />
    </section>
  );
}
