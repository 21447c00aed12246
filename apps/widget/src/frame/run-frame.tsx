import {
  Chat,
  type ChatLocale,
  ChatRefusal,
  type ChatSession,
  createBrowserStorage,
  createChatSession,
  createUnreadCounter,
  type Draft,
  loadLocale,
  type UnreadCounter,
  visitorKey,
} from '@frontdesk/chat';
import { limits, type SiteAppearance, type WireError } from '@frontdesk/protocol';
import type { Root } from 'react-dom/client';
import { type ConsentingStorage, createConsentingStorage } from './consenting-storage.ts';
import { forgetSite, forgetStored } from './forget-site.ts';
import { createHostKeptStorage } from './host-kept-storage.ts';
import { createIdentifiedStorage } from './identified-storage.ts';
import { createLoaderLine } from './loader-line.ts';
import { tellMessages } from './message-teller.ts';

interface Opened {
  session: ChatSession;
  unread: UnreadCounter;
}

/**
 * Shows the chat as the loader says. It connects when it is opened for the first time, or where something was said before: a
 * frame that is only prepared costs nothing. Each
 * customer has a session of their own: when the page says that it is somebody else now, the one before ends. Who was anonymous
 * until then goes on in the same chat, with what they have written and attached.
 */
export function runFrame(
  root: Root,
  options: {
    siteKey: string;
    origin: string;
    locale: ChatLocale;
    /** The languages that page and site wished for when the frame was made, with commas. */
    wished: string;
  },
): void {
  const { siteKey, origin } = options;
  let { locale, wished } = options;
  let site: SiteAppearance | null = null;
  /** Whose chat it is; undefined: an anonymous visitor's. */
  let externalId: string | undefined;
  let storage: ConsentingStorage | null = null;
  let active = false;
  let unasked = false;
  /** Whoever opened the chat has left its window before it was there. */
  let left = false;
  /** Something was said in this tab: there may be news, also before the chat is opened. */
  let said = false;
  /** The ticket to begin with, or why there is none; later ones are the session's business. */
  let ticket: 'wanted' | 'given' | WireError = 'wanted';
  let draft: Draft | undefined;
  let opened: Opened | null = null;
  /** What waits for the session that its customer goes on in. */
  let files: readonly File[] = [];
  /** Counts them: nothing is left of the chat before in the next one. */
  let chats = 0;

  const line = createLoaderLine(origin, {
    onTicket(message) {
      const { kept, mayStore } = message;
      if (mayStore === null) forgetStored(siteKey);
      storage ??= createConsentingStorage(mayStore === true, siteKey, () =>
        createBrowserStorage(() => createHostKeptStorage(visitorKey(siteKey), kept, line.keep)),
      );
      if (message.externalId !== externalId) {
        if (externalId === undefined) changeSession();
        else startOver();
        externalId = message.externalId;
      }
      dress(message.site);
      said = message.said != null;
      ticket = 'given';
      update();
    },
    onRefused(error) {
      // A chat that is there says by itself what it lacks.
      if (ticket === 'given') return;
      ticket = error;
      update();
    },
    onSite(next) {
      dress(next);
      update();
    },
    onOpened(message, isUnasked) {
      active = true;
      unasked = isUnasked;
      left = false;
      if (message !== '') draft = { text: message.slice(0, limits.messageChars) };
      if (typeof ticket === 'object') askAgain();
      update();
    },
    onClosed() {
      active = false;
      update();
    },
    onStorageAllowed: () => storage?.allow(),
    onStorageDenied() {
      storage?.deny();
      forgetStored(siteKey);
    },
    onReset() {
      startOver();
      externalId = undefined;
      site = null;
      said = false;
      ticket = 'wanted';
      if (storage !== null) forgetSite(storage, siteKey);
      forgetStored(siteKey);
    },
  });

  // Whoever goes back to the page before the chat is there is not taken away from it; whoever looked into another window comes back to it.
  addEventListener('blur', () => {
    if (opened === null) left = true;
  });
  addEventListener('focus', () => {
    if (!left) return;
    left = false;
    update();
  });

  document.addEventListener('visibilitychange', () => {
    // What was read in the tab that was in view before is no news in this one.
    if (document.visibilityState === 'visible') opened?.unread.recount();
  });

  function end(): void {
    if (opened === null) return;
    opened.session.close();
    opened = null;
    line.unread(0, '');
  }

  function changeSession(): void {
    if (opened !== null) files = opened.session.uploads.files();
    end();
  }

  function startOver(): void {
    end();
    files = [];
    draft = undefined;
    chats += 1;
    // Until somebody opens the next one, the panel must not show what was.
    root.render(null);
  }

  function askAgain(): void {
    ticket = 'wanted';
    root.render(null);
    line.askTicket();
  }

  /** At once: what comes before the loader has closed the panel is not seen any more. */
  function leave(): void {
    active = false;
    update();
    line.close();
  }

  function dress(next: SiteAppearance): void {
    site = next;
    const wish = next.settings?.locale;
    if (!wish || wish === wished) return;
    speak(wish).catch(() => {
      // Its words could not be fetched: it is tried again when the site is heard of again.
      if (wish === wished) wished = '';
    });
  }

  async function speak(wish: string): Promise<void> {
    wished = wish;
    const loaded = await loadLocale([...wish.split(','), ...navigator.languages]);
    // Another one was wished for meanwhile.
    if (wish !== wished) return;
    locale = loaded;
    document.documentElement.lang = locale.tag;
    document.documentElement.dir = locale.direction;
    update();
  }

  function update(): void {
    if (typeof ticket === 'object') {
      root.render(
        <ChatRefusal
          problem={ticket}
          locale={locale}
          active={active}
          unasked={unasked || left}
          onRetry={askAgain}
          onClose={leave}
        />,
      );
    }
    if (site === null || storage === null || ticket !== 'given') return;
    document.documentElement.dataset.scheme = site.settings?.colourScheme ?? 'auto';
    if (opened === null) {
      if (!active && !said) return;
      opened = open(storage);
      if (!active) opened.unread.countEarlier();
    }
    opened.unread.setActive(active);
    const { session } = opened;
    root.render(
      <Chat
        key={chats}
        session={session}
        site={site}
        locale={locale}
        active={active}
        unasked={unasked || left}
        draft={draft}
        onClose={leave}
      />,
    );
    // Another customer's chat does not begin with it.
    draft = undefined;
  }

  function open(kept: ConsentingStorage): Opened {
    const session = createChatSession({
      ...{ gatewayUrl: '', siteKey, getTicket: line.getTicket },
      storage: externalId === undefined ? kept : createIdentifiedStorage(kept, externalId, siteKey),
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
    return {
      session,
      unread: createUnreadCounter(session, (count) =>
        line.unread(count, count === 0 ? '' : locale.strings.unread(count)),
      ),
    };
  }
}
