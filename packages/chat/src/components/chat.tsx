'use client';
import type { SiteAppearance } from '@frontdesk/protocol';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ChatSession } from '../chat-session.ts';
import { runningAnswer } from '../chat-state.ts';
import type { ChatLocale } from '../strings/languages.ts';
import { timeline } from '../timeline.ts';
import { useChat } from '../use-chat.ts';
import { Announcer } from './announcer.tsx';
import { ChatHeader } from './chat-header.tsx';
import { Composer, type Draft } from './composer.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { LocaleProvider, useLocale } from './locale.tsx';
import { MessageLog } from './message-log.tsx';
import { useAccent } from './use-accent.ts';
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
  const [draft, setDraft] = useState<Draft | null>(null);
  useAccent(rootRef, site.colour);

  useEffect(() => {
    if (!active) return;
    // On a touch screen the focus of a field opens the keyboard, over a log that was not read yet.
    const keyboard = window.matchMedia('(hover: hover) and (pointer: fine)').matches;
    (keyboard ? fieldRef.current : rootRef.current)?.focus();
  }, [active]);

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
      className="fd-chat"
      tabIndex={-1}
      aria-label={site.name}
      lang={tag}
      dir={direction}
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
        onLeaveContact={() => setDraft({ text: strings.contactDraft })}
      />
      <Composer
        fieldRef={fieldRef}
        draft={draft}
        onSend={send}
        onStop={state.connection === 'online' && runningAnswer(state) ? session.stop : undefined}
        disabled={state.connection === 'refused'}
      />
      <Announcer items={items} opened={state.opened} siteName={site.name} />
    </section>
  );
}
