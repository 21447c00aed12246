import {
  Chat,
  type ChatLocale,
  type ChatSession,
  createBrowserStorage,
  createChatSession,
  visitorKey,
} from '@frontdesk/chat';
import type { SiteAppearance } from '@frontdesk/protocol';
import type { Root } from 'react-dom/client';
import { createHostKeptStorage } from './host-kept-storage.ts';
import { createLoaderLine } from './loader-line.ts';
import { createUnreadCounter, type UnreadCounter } from './unread-counter.ts';

/** Shows the chat as the loader says. It connects when it is opened for the first time: a prepared frame costs nothing. */
export function runFrame(
  root: Root,
  { siteKey, origin, locale }: { siteKey: string; origin: string; locale: ChatLocale },
): void {
  let introduction: { site: SiteAppearance; kept: string | null } | null = null;
  let active = false;
  let opened: { session: ChatSession; unread: UnreadCounter } | null = null;

  const line = createLoaderLine(origin, {
    onSite(site, kept) {
      // Every further ticket brings it again; the first one is what the chat began with.
      introduction ??= { site, kept };
      update();
    },
    onActive(isActive) {
      active = isActive;
      update();
    },
  });

  function update(): void {
    if (introduction === null) return;
    const { site, kept } = introduction;
    if (opened === null) {
      if (!active) return;
      opened = open(kept);
    }
    opened.unread.setActive(active);
    root.render(<Chat session={opened.session} site={site} locale={locale} active={active} onClose={line.close} />);
  }

  function open(kept: string | null) {
    const storage = createBrowserStorage(() => createHostKeptStorage(visitorKey(siteKey), kept, line.keep));
    const session = createChatSession({ gatewayUrl: '', siteKey, getTicket: line.getTicket, storage });
    return { session, unread: createUnreadCounter(session, line.unread) };
  }
}
