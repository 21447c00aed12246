import type { SiteAppearance, TicketResponse } from '@frontdesk/protocol';
import { type ChatSession, type ChatSessionOptions, createChatSession } from './chat-session.ts';

export interface OpenedSession {
  session: ChatSession;
  site: SiteAppearance;
  /** It is that of a letter's visitor. */
  resumed: boolean;
}

/**
 * Opens a session once there is a first ticket, which says of which site it is.
 * @returns its undo, after which nothing is called back
 */
export function openSession(options: {
  /** For each token that the session needs. */
  askTicket: () => Promise<TicketResponse>;
  optionsFor: (first: TicketResponse) => Omit<ChatSessionOptions, 'getTicket'>;
  onOpened: (opened: OpenedSession) => void;
  /** There is no first ticket. */
  onFailed: (error: unknown) => void;
}): () => void {
  const { askTicket, optionsFor, onOpened, onFailed } = options;
  let session: ChatSession | null = null;
  let left = false;
  askTicket().then(
    (first) => {
      if (left) return;
      let unused: string | null = first.ticket;
      session = createChatSession({
        ...optionsFor(first),
        async getTicket() {
          const ticket = unused ?? (await askTicket()).ticket;
          unused = null;
          return ticket;
        },
      });
      onOpened({ session, site: first.site, resumed: first.resumed === true });
    },
    (error: unknown) => {
      if (!left) onFailed(error);
    },
  );
  return () => {
    left = true;
    session?.close();
  };
}
