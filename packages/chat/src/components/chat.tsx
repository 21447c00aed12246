'use client';
import {
  type Attachment,
  type Introduction,
  preChatFields,
  type SiteAppearance,
  type WireError,
} from '@frontdesk/protocol';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ChatSession } from '../chat-session.ts';
import { endStage } from '../conversation-end.ts';
import { shownFeedback, wishesPerson } from '../feedback-state.ts';
import { isUnintroduced } from '../outbox.ts';
import type { ChatLocale } from '../strings/languages.ts';
import type { TimelineItem } from '../timeline.ts';
import { timelineOf } from '../timeline-of.ts';
import type { TranscriptFormat } from '../transcript.ts';
import { useChat } from '../use-chat.ts';
import { isWithTeam, personIn, runningAnswer } from '../who-answers.ts';
import { activityText } from './activity-text.ts';
import { Announcer } from './announcer.tsx';
import { AttachmentReaderProvider } from './attachments-context.tsx';
import { chatMenuItems } from './chat-menu-items.tsx';
import { ChatTop } from './chat-top.tsx';
import { Composer, type Draft, type Editing } from './composer.tsx';
import { endQuestion } from './end-question.ts';
import { hasKeyboard } from './has-keyboard.ts';
import { ClipIcon } from './icons.tsx';
import { isComposing } from './is-composing.ts';
import { messageParts, rareParts } from './lazy-parts.ts';
import { LocaleProvider, useLocale } from './locale.tsx';
import { MessageLog } from './message-log.tsx';
import { useAccent } from './use-accent.ts';
import { useArrivalTone } from './use-arrival-tone.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useQuiet } from './use-quiet.ts';
import { useStickToBottom } from './use-stick-to-bottom.ts';
import { useUnsentFiles } from './use-unsent-files.ts';

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

/** Pure: whether it is that message, and another one can be put in its place. */
function isReplaceable(item: TimelineItem, messageId: string): boolean {
  return item.kind === 'visitor' && item.status === 'sent' && item.replaceable && item.messageId === messageId;
}

function ChatInLocale(props: Omit<ChatProps, 'locale'>) {
  const { session, site, onClose, complaint, active = true, unasked = false, draft } = props;
  const locale = useLocale();
  const { strings, tag, direction } = locale;
  const state = useChat(session);
  const { entries, outgoing, conversationId } = state;
  const items = timelineOf(session);
  const rootRef = useRef<HTMLElement>(null);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const stick = useStickToBottom(items.length === 0);
  const [closedAfter, setClosedAfter] = useState<string | null>(null);
  const feedback = useMemo(() => shownFeedback(state.feedback, conversationId), [state.feedback, conversationId]);
  const quiet = useQuiet(rootRef, entries, active);
  const hasPeople = site.people !== false;
  const atEnd = endStage(state, { quiet, closedAfter });
  const end = atEnd?.kind === 'offer-person' && !hasPeople ? null : atEnd;
  const asking = end === null || end.kind === 'rate' ? null : end.generationId;
  const [hasWritten, setHasWritten] = useState(false);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [introduced, setIntroduced] = useState(false);
  /** The conversation in which a person was asked for before it was said who asks; undefined: none. */
  const calledIn = useRef<string | null>(undefined);
  const [wishesAgain, setWishesAgain] = useState(0);
  const [view, setView] = useState<'log' | 'conversations' | { deleting: string }>('log');
  const online = state.connection === 'online';
  const person = personIn(state);
  const { opened, newsSeq } = state;
  const sound = useArrivalTone({ session, newsSeq, opened, active });
  useAccent(rootRef, site.colour);
  useUnsentFiles(session.uploads);

  /** Where the focus goes when what had it goes: to the field, or where that opens a keyboard over the log, to the chat. */
  const rest = useCallback(() => {
    const field = fieldRef.current;
    const isShown = !field?.closest('[hidden]');
    if (isShown && document.activeElement === field) return;
    (isShown && hasKeyboard() ? field : rootRef.current)?.focus();
  }, []);

  // With the field, not a moment later: whoever has begun to write by then would be taken away from it.
  const takesFocus = active && !unasked;
  useLayoutEffect(() => {
    if (takesFocus) rest();
  }, [takesFocus, rest]);
  const onFocus = useKeptFocus(rest);

  // Nothing of a conversation is here, and none can be had. What was written stays, for another attempt.
  const shut = state.connection === 'refused' && entries.length === 0;
  useLayoutEffect(() => {
    // What had the focus is not to be seen any more, or is again.
    if (shut ? document.hasFocus() : document.activeElement === rootRef.current) rest();
  }, [shut, rest]);

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
  const handedOver = entries.some(({ kind }) => kind === 'hand-over');
  const wantsDetails = (asksBefore || handedOver) && state.visitor === null && state.connection === 'online';
  useEffect(() => {
    if (wantsDetails) void session.introduction.read();
  }, [wantsDetails, session]);
  // Who has written is not asked any more, unless the gateway wants to know before it takes that; nor is who left out what may be.
  const begins = items.length === 0 || (conversationId === null && wishesPerson(feedback, null));
  const asksNow = state.opened && (begins || outgoing.some(isUnintroduced));
  const preChatAsks = asksNow
    ? preChatFields(preChat, state.visitor).filter(({ required }) => required || !introduced)
    : [];
  const blocked = preChatAsks.some(({ required }) => required);

  // Fetched together with what it is to show, or while the first question is on its way.
  const wantsMessages = session.returning || items.length > 0;
  useEffect(() => {
    if (wantsMessages) void messageParts.load();
  }, [wantsMessages]);
  // Who has written may want to keep it, or to say what they think of the answer: then, too, when the connection is gone.
  const wantsRare = hasWritten || asksBefore;
  useEffect(() => {
    if (wantsRare) void rareParts.load();
  }, [wantsRare]);

  const { toBottom, atBottom } = stick;
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

  // Somebody has replied, another tab was quicker, or another conversation is shown.
  const isEditingOver = editing !== null && !items.some((item) => isReplaceable(item, editing.messageId));
  useEffect(() => {
    if (isEditingOver) setEditing(null);
  }, [isEditingOver]);

  // What was asked about before it is deleted is the other session's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session ends it
  useEffect(() => setView((before) => (typeof before === 'object' ? 'log' : before)), [session]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: news are read when they come into view
  useEffect(() => {
    const look = () => {
      if (active && view === 'log' && atBottom && document.visibilityState === 'visible') session.markRead();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [session, active, view, atBottom, newsSeq, online]);

  function toLog(): void {
    setView('log');
    toBottom();
    rest();
  }

  function startConversation(): void {
    session.startConversation();
    toLog();
  }

  async function introduce(introduction: Introduction): Promise<WireError | null> {
    const problem = await session.introduction.introduce(introduction);
    setIntroduced(problem === null);
    if (problem !== null) return problem;
    if (calledIn.current === session.getState().conversationId) session.feedback.requestPerson();
    calledIn.current = undefined;
    return null;
  }

  function talkToPerson(): void {
    toLog();
    // Nobody is called before it is said who calls.
    if (blocked) {
      // Before a message that waits for the same: it goes where the wish is.
      if (outgoing.some(isUnintroduced)) session.feedback.requestPerson();
      else calledIn.current = conversationId;
      rootRef.current?.querySelector<HTMLElement>('.fd-text-field')?.focus();
    } else if (!isWithTeam(state)) session.feedback.requestPerson();
    else {
      // It is said once: who asks again is shown where, or told.
      stick.toRow([...(rootRef.current?.querySelectorAll('[data-role="hand-over"]') ?? [])].at(-1));
      setWishesAgain(wishesAgain + 1);
    }
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
    isEmpty: items.length === 0,
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
      {...(state.connection === 'refused' ? {} : drop.handlers)}
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
              preChat={preChatAsks}
              onIntroduce={introduce}
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
            disabled={state.connection === 'refused' || blocked}
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
        wishes={wishesAgain}
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
