import type { WireError } from '@frontdesk/protocol';
import type { Connection } from '../chat-state.ts';
import { strings } from '../strings.ts';
import { AlertIcon } from './icons.tsx';

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
  if (connection === 'refused') {
    return (
      <div className="fd-banner fd-banner-error" role="alert">
        <AlertIcon />
        <span>{problem?.message}</span>
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
        <span>{problem.message}</span>
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
