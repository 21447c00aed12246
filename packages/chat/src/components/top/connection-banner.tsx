import { useState } from 'react';
import type { Connection, Problem } from '../../state/chat-state.ts';
import { errorText } from '../../strings/error-text.ts';
import type { Strings } from '../../strings/strings.ts';
import { AlertIcon, CloseIcon } from '../icons.tsx';
import { useStrings } from '../locale.tsx';

interface BannerProps {
  connection: Connection;
  problem: Problem | null;
  /** What can be done about it; nothing where it passes by itself. */
  onRetry: (() => void) | undefined;
}

/** Says why nothing moves. A short interruption is not shown: the style sheet lets the banner appear late. */
export function ConnectionBanner(props: BannerProps) {
  return (
    // There before its words: a live region that comes with them is not read out. What is wrong says so itself, louder.
    <div className="fd-banner-slot" role="status">
      <Banner {...props} />
    </div>
  );
}

function Banner({ connection, problem, onRetry }: BannerProps) {
  const strings = useStrings();
  const [dismissed, setDismissed] = useState<Problem | null>(null);
  const isComplaint = connection === 'online' && problem !== null && (onRetry !== undefined || problem !== dismissed);
  if (connection === 'refused' || isComplaint) {
    return (
      <div className="fd-banner fd-banner-error" role="alert">
        <AlertIcon />
        <span>
          {problem !== null && problemText(strings, problem)}
          {onRetry !== undefined && (
            <>
              {' '}
              <button type="button" className="fd-link" onClick={onRetry}>
                {strings.tryAgain}
              </button>
            </>
          )}
        </span>
        {onRetry === undefined && (
          <button
            type="button"
            className="fd-banner-close"
            aria-label={strings.dismiss}
            onClick={() => setDismissed(problem)}
          >
            <CloseIcon />
          </button>
        )}
      </div>
    );
  }
  if (connection === 'online') return null;
  return (
    <div className="fd-banner fd-banner-late">
      <span className="fd-spinner" aria-hidden="true" />
      <span>{connection === 'reconnecting' ? strings.reconnecting : strings.connecting}</span>
    </div>
  );
}

const problemText = (strings: Strings, problem: Problem): string =>
  problem.about === 'rating' ? strings.feedback.notRated : errorText(strings, problem);
