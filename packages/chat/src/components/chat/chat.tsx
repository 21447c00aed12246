'use client';
import type { Attachment, SiteAppearance, WireError } from '@frontdesk/protocol';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { timelineOf } from '../../log/timeline-of.ts';
import type { TranscriptFormat } from '../../log/transcript.ts';
import type { ChatSession } from '../../session/chat-session.ts';
import { shownFeedback, wishesPerson } from '../../state/feedback-state.ts';
import { personIn, runningAnswer } from '../../state/who-answers.ts';
import type { ChatLocale } from '../../strings/languages.ts';
import { activityText } from '../announcing/activity-text.ts';
import { Announcer } from '../announcing/announcer.tsx';
import { endQuestion } from '../announcing/end-question.ts';
import { useArrivalTone } from '../announcing/use-arrival-tone.ts';
import { Composer, type Draft } from '../composer/composer.tsx';
import { useEditing } from '../composer/use-editing.ts';
import { useFileDrop } from '../composer/use-file-drop.ts';
import { useUnsentFiles } from '../composer/use-unsent-files.ts';
import { ClipIcon } from '../icons.tsx';
import { isComposing } from '../is-composing.ts';
import { useLoad } from '../lazy/lazy.tsx';
import { messageParts, rareParts } from '../lazy/lazy-parts.ts';
import { LocaleProvider, useLocale } from '../locale.tsx';
import { AttachmentReaderProvider } from '../log/attachments-context.tsx';
import { MessageLog } from '../log/message-log.tsx';
import { useStickToBottom } from '../log/use-stick-to-bottom.ts';
import { chatMenuItems } from '../top/chat-menu-items.tsx';
import { ChatTop } from '../top/chat-top.tsx';
import { useAccent } from './use-accent.ts';
import { useChat } from './use-chat.ts';
import { useChatView } from './use-chat-view.ts';
import { useConversationEnd } from './use-conversation-end.ts';
import { useMarkRead } from './use-mark-read.ts';
import { usePersonWish } from './use-person-wish.ts';
import { usePreChat } from './use-pre-chat.ts';
import { useRestingFocus } from './use-resting-focus.ts';

const ConversationList = rareParts.component((parts) => parts.ConversationList);
const DeleteDialog = rareParts.component((parts) => parts.DeleteDialog);

export interface ChatProps {
  /** Another one is that of the same customer: what they have written stays. */
  session: ChatSession;
  site: SiteAppearance;
  locale: ChatLocale;
  /** Given where the chat can be closed: shows the button and listens to Escape. */
  onClose?: () => void;
  /** The chat is in view: it takes the focus when this becomes true. Defaults to true. */
  active?: boolean;
  /** Nobody asked for it on this page: it takes no focus. Defaults to false. */
  unasked?: boolean;
  /** Stands in the field, unless the customer has written something; each new object once. */
  draft?: Draft | undefined;
  /** Of how it was opened; it is said until it is put away. */
  complaint?: WireError | undefined;
}

/** The whole chat of one visitor: header, log, composer. It fills its container. */
export function Chat({ locale, ...rest }: ChatProps) {
  return (
    <LocaleProvider locale={locale}>
      <ChatInLocale {...rest} />
    </LocaleProvider>
  );
}

function ChatInLocale(props: Omit<ChatProps, 'locale'>) {
  const { session, site, onClose, complaint, active = true, unasked = false, draft } = props;
  const locale = useLocale();
  const { strings, tag, direction } = locale;
  const state = useChat(session);
  const { entries, conversationId, opened, newsSeq } = state;
  const items = timelineOf(session);
  const isEmpty = items.length === 0;
  const rootRef = useRef<HTMLElement>(null);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const stick = useStickToBottom(isEmpty);
  const { toBottom, atBottom } = stick;
  const feedback = useMemo(() => shownFeedback(state.feedback, conversationId), [state.feedback, conversationId]);
  const hasPeople = site.people !== false;
  const end = useConversationEnd(session, state, rootRef, active, hasPeople);
  const [hasWritten, setHasWritten] = useState(false);
  const [editing, setEditing] = useEditing(items);
  const [view, setView] = useChatView(session);
  const online = state.connection === 'online';
  const isRefused = state.connection === 'refused';
  const named = personIn(state);
  const person = named === '' ? strings.person : named;
  const sound = useArrivalTone({ session, newsSeq, opened, active });
  useAccent(rootRef, site.colour);
  useUnsentFiles(session.uploads);
  const takesFocus = active && !unasked;
  // Nothing of a conversation is here, and none can be had. What was written stays, for another attempt.
  const shut = isRefused && entries.length === 0;
  const { rest, onFocus } = useRestingFocus(rootRef, fieldRef, takesFocus, shut);
  const preChat = usePreChat(session, state, site, isEmpty);
  const wish = usePersonWish(session, preChat, rootRef, stick);
  // Fetched together with what it is to show, or while the first question is on its way.
  useLoad(messageParts, session.returning || !isEmpty);
  // Who has written may want to keep it, or to say what they think of the answer: then, too, when the connection is gone.
  useLoad(rareParts, hasWritten || preChat.isAsked);
  useMarkRead(session, active && view === 'log' && atBottom, newsSeq, online);

  const send = useCallback(
    (text: string, supersedes: string | null = null, attachments: readonly Attachment[] = []) => {
      toBottom();
      setHasWritten(true);
      if (supersedes !== null) session.edit(supersedes, text);
      else if (attachments.length > 0) session.send(text, attachments);
      else session.send(text);
    },
    [session, toBottom],
  );

  function stop(): void {
    session.stop();
    // The button is another one then.
    rest();
  }

  const drop = useFileDrop((files) => {
    session.uploads.add(files);
    fieldRef.current?.focus();
  });

  function toLog(): void {
    setView('log');
    toBottom();
    rest();
  }

  function startConversation(): void {
    session.startConversation();
    toLog();
  }

  function talkToPerson(): void {
    toLog();
    wish.talkToPerson();
  }

  function saveTranscript(format: TranscriptFormat): void {
    messageParts.use(({ transcript }) => {
      const made = transcript(items, format, { siteName: site.name, locale, now: new Date() });
      rareParts.use(({ download }) => download(made));
    });
  }

  const menu = chatMenuItems(strings, {
    onNew: startConversation,
    onPerson: hasPeople ? talkToPerson : undefined,
    onEarlier: () => rareParts.use(() => setView('conversations')),
    sound,
    onSave: saveTranscript,
    // What is shown when it is confirmed may be another one: tabs follow each other.
    onDelete: () => rareParts.use(() => conversationId !== null && setView({ deleting: conversationId })),
    isEmpty,
    hasBegun: conversationId !== null,
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || onClose === undefined || isComposing(event.nativeEvent)) return;
    event.stopPropagation();
    onClose();
  }

  return (
    <section
      ref={rootRef}
      className={shut ? 'fd-chat fd-chat-empty fd-tokens' : 'fd-chat fd-tokens'}
      tabIndex={-1}
      aria-label={site.name}
      lang={tag}
      dir={direction}
      data-scheme={site.settings?.colourScheme}
      data-connection={state.connection}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      {...(isRefused ? {} : drop.handlers)}
    >
      <ChatTop {...{ session, state, shut, site, person, menu, onClose, complaint }} />
      <div className="fd-body" hidden={shut}>
        <div className="fd-body" inert={view === 'conversations'}>
          <AttachmentReaderProvider reader={session.uploads}>
            <MessageLog
              items={items}
              opened={opened}
              online={online}
              site={site}
              stick={stick}
              typing={state.typing}
              onSend={send}
              onResend={session.resend}
              onDiscard={session.discard}
              onEdit={setEditing}
              feedback={feedback}
              visitorEmail={state.visitor?.email}
              actions={session.feedback}
              end={end}
              wishesPerson={wishesPerson(feedback, conversationId)}
              preChat={preChat.fields}
              onIntroduce={wish.introduce}
              fieldRef={fieldRef}
              takesFocus={takesFocus}
            />
          </AttachmentReaderProvider>
          <Composer
            fieldRef={fieldRef}
            uploads={session.uploads}
            draft={draft}
            kept={session.draft}
            editing={editing}
            onCancelEditing={() => setEditing(null)}
            onSend={(text, attachments) => {
              send(text, editing?.messageId, attachments);
              setEditing(null);
            }}
            onHold={session.hold}
            onTyping={session.typing}
            onStop={online && runningAnswer(state) ? stop : undefined}
            person={person}
            disabled={isRefused || preChat.blocked}
          />
        </div>
        {view === 'conversations' && (
          <ConversationList
            session={session}
            conversationId={conversationId}
            online={online}
            onOpen={(wanted) => {
              if (wanted !== conversationId) session.openConversation(wanted);
              toLog();
            }}
            onNew={startConversation}
            onBack={toLog}
          />
        )}
      </div>
      {typeof view === 'object' && (
        <DeleteDialog
          onDelete={() => session.deleteConversation(view.deleting)}
          onDeleted={toLog}
          onClose={() => setView('log')}
        />
      )}
      <Announcer
        items={items}
        opened={opened}
        lastSeq={state.lastSeq}
        conversationId={conversationId}
        siteName={site.name}
        question={end === null ? '' : endQuestion(end, strings)}
        wishes={wish.repeated}
        activity={activityText(state, locale)}
      />
      {drop.dragging && (
        <div className="fd-drop" aria-hidden="true">
          <ClipIcon />
          {strings.files.drop}
        </div>
      )}
    </section>
  );
}
