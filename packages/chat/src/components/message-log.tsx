import type { SiteAppearance } from '@frontdesk/protocol';
import { useRef } from 'react';
import type { TimelineItem } from '../timeline.ts';
import { HandOverNotice } from './hand-over-notice.tsx';
import { DownIcon } from './icons.tsx';
import { useStrings } from './locale.tsx';
import { MessageBubble } from './message-bubble.tsx';
import type { StickToBottom } from './use-stick-to-bottom.ts';

/** The conversation, with the site's greeting and first questions where there is none yet. */
export function MessageLog(props: {
  items: readonly TimelineItem[];
  /** False while the history is on its way. */
  opened: boolean;
  online: boolean;
  site: SiteAppearance;
  stick: StickToBottom;
  onSend: (text: string) => void;
  onResend: (clientMessageId: string) => void;
  onLeaveContact: () => void;
}) {
  const { items, opened, online, site, stick, onSend, onResend, onLeaveContact } = props;
  const strings = useStrings();
  const empty = items.length === 0;
  const seen = useRef(items);
  if (stick.atBottom) seen.current = items;
  const hasNews = seen.current !== items;
  return (
    <div className="fd-log-frame">
      <div
        ref={stick.scrollerRef}
        className="fd-scroller"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={strings.conversation}
      >
        <ol ref={stick.contentRef} className="fd-log">
          {opened && site.greeting !== '' && (
            <li className="fd-row fd-row-other">
              <div className="fd-bubble fd-bubble-other">
                <span className="fd-hidden">{strings.assistantSaid}</span>
                <span className="fd-plain">{site.greeting}</span>
              </div>
            </li>
          )}
          {items.map((item) => {
            if (item.kind !== 'hand-over')
              return (
                <MessageBubble key={item.key} item={item} online={online} onResend={onResend} onAskAgain={onSend} />
              );
            // Said once: a second time would be no news.
            return item.repeated ? null : (
              <HandOverNotice key={item.key} siteName={site.name} onLeaveContact={onLeaveContact} />
            );
          })}
          {opened && empty && site.suggestions.length > 0 && (
            <li className="fd-suggestions">
              <ul aria-label={strings.suggestions}>
                {site.suggestions.map((suggestion) => (
                  <li key={suggestion}>
                    <button type="button" className="fd-chip" onClick={() => onSend(suggestion)}>
                      {suggestion}
                    </button>
                  </li>
                ))}
              </ul>
            </li>
          )}
        </ol>
      </div>
      {!stick.atBottom && (
        <button
          type="button"
          className="fd-to-bottom"
          onClick={stick.toBottom}
          aria-label={hasNews ? undefined : strings.toNewest}
        >
          <DownIcon />
          {hasNews && <span>{strings.newMessages}</span>}
        </button>
      )}
    </div>
  );
}
