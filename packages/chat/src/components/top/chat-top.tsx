import type { WireError } from '@frontdesk/protocol';
import { unavailable } from '../../connection/gateway-request.ts';
import type { ChatSession } from '../../session/chat-session.ts';
import type { ChatState } from '../../state/chat-state.ts';
import { Refusal } from '../chat/chat-refusal.tsx';
import { loadMissing, usePartsMissing } from '../lazy/lazy.tsx';
import { ChatHeader, type ChatHeaderProps } from './chat-header.tsx';
import { ConnectionBanner } from './connection-banner.tsx';

/** What stands above the log: whose chat it is and why nothing moves; of one that is shut, only why. */
export function ChatTop(
  props: Omit<ChatHeaderProps, 'online' | 'hasNews'> & {
    session: ChatSession;
    state: ChatState;
    /** Nothing can be shown or written. */
    shut: boolean;
    complaint: WireError | undefined;
  },
) {
  const { session, state, shut, onClose, complaint, ...header } = props;
  const { connection, problem, newsElsewhere } = state;
  const partsMissing = usePartsMissing();

  /** A gateway of another version has only the page of now, which brings the conversation along. */
  async function fetchMissing(): Promise<void> {
    if (!(await loadMissing()) && session.getState().connection === 'online') location.reload();
  }

  if (shut) return <Refusal problem={problem ?? unavailable} onRetry={session.reconnect} onClose={onClose} />;
  return (
    <>
      <ChatHeader {...{ ...header, onClose }} online={connection === 'online'} hasNews={newsElsewhere} />
      <ConnectionBanner
        connection={connection}
        problem={problem ?? (partsMissing ? unavailable : (complaint ?? null))}
        onRetry={connection === 'refused' ? session.reconnect : partsMissing ? fetchMissing : undefined}
      />
    </>
  );
}
