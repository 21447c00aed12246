import type { VisitorConversation, WireError } from '@frontdesk/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { throwUnlessRefusal } from '../../connection/gateway-request.ts';
import type { ChatSession } from '../../session/chat-session.ts';
import { errorText } from '../../strings/error-text.ts';
import { timeTexts } from '../../strings/time-text.ts';
import { AlertIcon, BackIcon, HistoryIcon, NewChatIcon } from '../icons.tsx';
import { useLocale } from '../locale.tsx';
import { useKeptFocus } from '../use-kept-focus.ts';

interface Listed {
  conversations: readonly VisitorConversation[];
  more: boolean;
}

/** The visitor's conversations, over the log: to be read again and gone on with. Escape leads back. */
export function ConversationList(props: {
  session: ChatSession;
  /** The one that is shown. */
  conversationId: string | null;
  online: boolean;
  onOpen: (conversationId: string) => void;
  onNew: () => void;
  onBack: () => void;
}) {
  const { session, conversationId, online, onOpen, onNew, onBack } = props;
  const { strings } = useLocale();
  const backRef = useRef<HTMLButtonElement>(null);
  const [listed, setListed] = useState<Listed | null>(null);
  const [problem, setProblem] = useState<WireError | null>(null);

  const load = useCallback(
    async (before?: string) => {
      setProblem(null);
      try {
        const page = await session.listConversations(before);
        setListed((earlier) => {
          if (before === undefined) return page;
          // It was asked for twice, or the list has begun anew meanwhile: this is not what follows it.
          if (earlier?.conversations.at(-1)?.lastActivityAt !== before) return earlier;
          return { conversations: [...earlier.conversations, ...page.conversations], more: page.more };
        });
      } catch (error) {
        throwUnlessRefusal(error);
        setProblem(error.wire);
      }
    },
    [session],
  );

  const toBack = useCallback(() => backRef.current?.focus(), []);
  useEffect(toBack, [toBack]);
  // A button that is gone when it was pressed: what the chat would turn to, below, takes no focus now.
  const onFocus = useKeptFocus(toBack);
  useEffect(() => {
    if (online) void load();
  }, [online, load]);

  return (
    <section
      className="fd-panel"
      aria-labelledby="fd-conversations-title"
      onFocus={onFocus}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onBack();
      }}
    >
      <div className="fd-panel-head">
        <button ref={backRef} type="button" className="fd-header-button" aria-label={strings.back} onClick={onBack}>
          <BackIcon />
        </button>
        <h2 id="fd-conversations-title" className="fd-panel-title">
          {strings.earlierConversations}
        </h2>
      </div>
      <div className="fd-panel-body">
        {problem !== null && (
          <div className="fd-panel-note" role="alert">
            <AlertIcon />
            <p>{isAway(problem) ? strings.conversationsNotLoaded : errorText(strings, problem)}</p>
            <button type="button" className="fd-chip" onClick={() => void load()}>
              {strings.tryAgain}
            </button>
          </div>
        )}
        {problem === null && listed === null && (
          <p className="fd-panel-note" role="status">
            <span className="fd-spinner" aria-hidden="true" />
            <span>{online ? strings.loadingConversations : strings.connecting}</span>
          </p>
        )}
        {listed?.conversations.length === 0 && (
          <p className="fd-panel-note" role="status">
            <HistoryIcon />
            <span>{strings.noConversations}</span>
          </p>
        )}
        {listed !== null && listed.conversations.length > 0 && (
          <ul className="fd-conversations">
            {listed.conversations.map((one) => (
              <ConversationRow
                key={one.conversationId}
                one={one}
                current={one.conversationId === conversationId}
                onOpen={onOpen}
              />
            ))}
          </ul>
        )}
        {listed?.more && (
          <button
            type="button"
            className="fd-chip fd-more"
            onClick={() => void load(listed.conversations.at(-1)?.lastActivityAt)}
          >
            {strings.moreConversations}
          </button>
        )}
      </div>
      <div className="fd-panel-foot">
        <button type="button" className="fd-primary" onClick={onNew}>
          <NewChatIcon />
          {strings.newConversation}
        </button>
      </div>
    </section>
  );
}

/** Its sentence is about the chat, which is there. */
const isAway = ({ code }: WireError) => code === 'unavailable' || code === 'internal';

function ConversationRow(props: {
  one: VisitorConversation;
  current: boolean;
  onOpen: (conversationId: string) => void;
}) {
  const { one, current, onOpen } = props;
  const { strings, tag } = useLocale();
  const texts = timeTexts(tag);
  const isToday = new Date(one.lastActivityAt).toDateString() === new Date().toDateString();
  return (
    <li>
      <button
        type="button"
        className="fd-conversation"
        aria-current={current || undefined}
        onClick={() => onOpen(one.conversationId)}
      >
        <span className="fd-conversation-text" dir="auto">
          {one.firstText || strings.conversation}
        </span>
        {one.unread > 0 && (
          <span className="fd-unread">
            <span aria-hidden="true">{new Intl.NumberFormat(tag).format(one.unread)}</span>
            <span className="fd-hidden">{strings.unread(one.unread)}</span>
          </span>
        )}
        <span className="fd-conversation-meta">
          <time dateTime={one.lastActivityAt}>
            {isToday ? texts.clock(one.lastActivityAt) : texts.day(one.lastActivityAt, new Date())}
          </time>
          {current && ` · ${strings.shownNow}`}
        </span>
      </button>
    </li>
  );
}
