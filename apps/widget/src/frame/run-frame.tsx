import { Chat, type ChatLocale, ChatRefusal, createBrowserStorage, type Draft, visitorKey } from '@frontdesk/chat';
import { limits, type SiteAppearance, type WireError } from '@frontdesk/protocol';
import type { Root } from 'react-dom/client';
import { createBackEntry } from './back-entry.ts';
import { type ConsentingStorage, createConsentingStorage } from './consenting-storage.ts';
import { forgetSite, forgetStored } from './forget-site.ts';
import { createFrameLocale } from './frame-locale.ts';
import { createFrameSession } from './frame-session.ts';
import { createHostKeptStorage } from './host-kept-storage.ts';
import { createLoaderLine } from './loader-line.ts';
import { createPanelAttention } from './panel-attention.ts';

/**
 * Shows the chat as the loader says. It connects when it is opened for the first time, or where something was said
 * before: a frame that is only prepared costs nothing. When the page says that the customer is somebody else now, the
 * session before ends. Who was anonymous until then goes on in the same chat, with what they have written and attached.
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
  let site: SiteAppearance | null = null;
  /** Whose chat it is; undefined: an anonymous visitor's. */
  let externalId: string | undefined;
  let storage: ConsentingStorage | null = null;
  /** Something was said in this tab: there may be news, also before the chat is opened. */
  let said = false;
  /** The ticket to begin with, or why there is none; later ones are the session's business. */
  let ticket: 'wanted' | 'given' | WireError = 'wanted';
  let draft: Draft | undefined;
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
        if (externalId === undefined) session.handOn();
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
    onOpened(message, unasked, covers) {
      panel.opened(unasked);
      backEntry.opened(unasked, covers);
      if (message !== '') draft = { text: message.slice(0, limits.messageChars) };
      if (typeof ticket === 'object') askAgain();
      update();
    },
    onClosed: closed,
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
  const locale = createFrameLocale(options.locale, options.wished, update);
  const session = createFrameSession(siteKey, line, locale.now);
  const panel = createPanelAttention(session.isOpen, update);
  const backEntry = createBackEntry(leave);

  function startOver(): void {
    session.end();
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

  function closed(): void {
    panel.closed();
    backEntry.closed();
    update();
  }

  /** At once: what comes before the loader has closed the panel is not seen any more. */
  function leave(): void {
    closed();
    line.close();
  }

  function dress(next: SiteAppearance): void {
    site = next;
    locale.wish(next.settings?.locale);
  }

  function update(): void {
    const shown = { ...panel.now(), locale: locale.now(), onClose: leave };
    if (typeof ticket === 'object') root.render(<ChatRefusal problem={ticket} onRetry={askAgain} {...shown} />);
    if (site === null || storage === null || ticket !== 'given') return;
    document.documentElement.dataset.scheme = site.settings?.colourScheme ?? 'auto';
    const { active } = shown;
    if (!session.isOpen() && !active && !said) return;
    const opened = session.open(storage, externalId, active);
    root.render(<Chat key={chats} session={opened} site={site} draft={draft} {...shown} />);
    // Another customer's chat does not begin with it.
    draft = undefined;
  }
}
