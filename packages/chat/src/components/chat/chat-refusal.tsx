'use client';
import type { WireError } from '@frontdesk/protocol';
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { errorText } from '../../strings/error-text.ts';
import type { ChatLocale } from '../../strings/languages.ts';
import { AlertIcon, CloseIcon } from '../icons.tsx';
import { LocaleProvider, useStrings } from '../locale.tsx';

interface RefusalProps {
  problem: WireError;
  onRetry: () => void;
  /** Given where the chat can be closed. */
  onClose?: (() => void) | undefined;
}

/** In the place of a chat that could not be opened: why, and the way to try again. It fills its container. */
export function ChatRefusal(
  props: RefusalProps & {
    locale: ChatLocale;
    /** It is in view: it takes the focus. Defaults to true. */
    active?: boolean;
    /** Nobody asked for it on this page: it takes no focus. Defaults to false. */
    unasked?: boolean;
  },
) {
  const { locale, onClose, active = true, unasked = false } = props;
  const { strings, tag, direction } = locale;
  const rootRef = useRef<HTMLElement>(null);

  // From nowhere, Escape closes nothing.
  useLayoutEffect(() => {
    if (active && !unasked) rootRef.current?.focus();
  }, [active, unasked]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') onClose?.();
  }

  return (
    <section
      ref={rootRef}
      tabIndex={-1}
      className="fd-chat fd-chat-empty fd-tokens"
      aria-label={strings.conversation}
      lang={tag}
      dir={direction}
      onKeyDown={onKeyDown}
    >
      <LocaleProvider locale={locale}>
        <Refusal {...props} />
      </LocaleProvider>
    </section>
  );
}

/** What is to be seen of it. */
export function Refusal({ problem, onRetry, onClose }: RefusalProps) {
  const strings = useStrings();
  return (
    <>
      {onClose && (
        <button type="button" className="fd-header-button" aria-label={strings.close} onClick={onClose}>
          <CloseIcon />
        </button>
      )}
      <div className="fd-refusal" role="alert">
        <AlertIcon />
        <p>{errorText(strings, problem)}</p>
        <button type="button" className="fd-chip" onClick={onRetry}>
          {strings.tryAgain}
        </button>
      </div>
    </>
  );
}
