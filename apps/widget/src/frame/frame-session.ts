import {
  type ChatLocale,
  type ChatSession,
  type ChatStorage,
  createChatSession,
  createUnreadCounter,
  type UnreadCounter,
} from '@frontdesk/chat';
import { createIdentifiedStorage } from './identified-storage.ts';
import type { LoaderLine } from './loader-line.ts';
import { tellMessages } from './message-teller.ts';

/** The chat of whoever the customer is: each has a session of their own, and the one before ends. */
export interface FrameSession {
  isOpen(): boolean;
  /**
   * Opens it where there is none, with what the session before has handed on.
   * @param externalId whose it is; undefined: an anonymous visitor's
   * @param active it is in view
   */
  open(storage: ChatStorage, externalId: string | undefined, active: boolean): ChatSession;
  /** Ends it. Its customer goes on in the next one, with what they have attached. */
  handOn(): void;
  /** Ends it, and what its customer has attached is gone. */
  end(): void;
}

/** @param locale the language in which the loader is told how much is unread */
export function createFrameSession(siteKey: string, line: LoaderLine, locale: () => ChatLocale): FrameSession {
  let opened: { session: ChatSession; unread: UnreadCounter } | null = null;
  /** What waits for the session that its customer goes on in. */
  let files: readonly File[] = [];

  document.addEventListener('visibilitychange', () => {
    // What was read in the tab that was in view before is no news in this one.
    if (document.visibilityState === 'visible') opened?.unread.recount();
  });

  function create(storage: ChatStorage, externalId: string | undefined): ChatSession {
    const session = createChatSession({
      ...{ gatewayUrl: '', siteKey, getTicket: line.getTicket },
      storage: externalId === undefined ? storage : createIdentifiedStorage(storage, externalId, siteKey),
      identified: externalId !== undefined,
    });
    tellMessages(session, line.message);
    session.subscribe(() => {
      const { connection, problem } = session.getState();
      // Its site was removed: the loader is refused a ticket too, and takes the chat from the page.
      if (connection === 'refused' && problem?.code === 'site_unknown') void line.getTicket().catch(() => undefined);
    });
    session.uploads.add(files);
    files = [];
    return session;
  }

  function handOn(): void {
    if (opened === null) return;
    files = opened.session.uploads.files();
    opened.session.close();
    opened = null;
    line.unread(0, '');
  }

  return {
    isOpen: () => opened !== null,
    open(storage, externalId, active) {
      if (opened === null) {
        const session = create(storage, externalId);
        const unread = createUnreadCounter(session, (count) =>
          line.unread(count, count === 0 ? '' : locale().strings.unread(count)),
        );
        opened = { session, unread };
        if (!active) unread.countEarlier();
      }
      opened.unread.setActive(active);
      return opened.session;
    },
    handOn,
    end() {
      handOn();
      files = [];
    },
  };
}
