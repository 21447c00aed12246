import type { WireError } from '@frontdesk/protocol';
import type { Connection } from '../chat-state.ts';
import { errorText } from '../strings/error-text.ts';
import { AlertIcon } from './icons.tsx';
import { useStrings } from './locale.tsx';

interface BannerProps {
  connection: Connection;
  problem: WireError | null;
  onReconnect: () => void;
}

/** Says why nothing moves. A short interruption is not shown: the style sheet lets the banner appear late. */
export function ConnectionBanner(props: BannerProps) {
  return (
    <div className="fd-banner-slot">
      <Banner {...props} />
    </div>
  );
}

function Banner({ connection, problem, onReconnect }: BannerProps) {
  const strings = useStrings();
  if (connection === 'refused') {
    return (
      <div className="fd-banner fd-banner-error" role="alert">
        <AlertIcon />
        <span>{problem !== null && errorText(strings, problem)}</span>
        <button type="button" className="fd-link" onClick={onReconnect}>
          {strings.tryAgain}
        </button>
      </div>
    );
  }
  if (connection === 'online') {
    return problem === null ? null : (
      <div className="fd-banner fd-banner-error" role="alert">
        <AlertIcon />
        <span>{errorText(strings, problem)}</span>
      </div>
    );
  }
  return (
    <div className="fd-banner fd-banner-late" role="status">
      <span className="fd-spinner" aria-hidden="true" />
      <span>{connection === 'reconnecting' ? strings.reconnecting : strings.connecting}</span>
    </div>
  );
}
