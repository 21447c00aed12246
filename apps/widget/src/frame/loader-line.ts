import { GatewayError } from '@frontdesk/chat';
import { type SiteAppearance, unavailableSentence, type WireError } from '@frontdesk/protocol';
import type { WidgetMessage } from '../api.ts';
import { type Counterpart, type LoaderMessage, listen, post } from '../frame-messages.ts';

/** What the frame hears from the loader, and tells it. */
export interface LoaderLine {
  /** A ticket that was not used before. @throws {GatewayError} when the loader got none. */
  getTicket(): Promise<string>;
  /** Has the loader ask for one that nobody waits for: it comes as the first one does. */
  askTicket(): void;
  close(): void;
  /** @param text the same in words */
  unread(count: number, text: string): void;
  message(message: WidgetMessage): void;
  /** Asks the host page to keep the value for the life of its tab; null forgets it. */
  keep(value: string | null): void;
}

interface Waiting {
  resolve(ticket: string): void;
  reject(error: GatewayError): void;
}

export interface LoaderHandlers {
  /** Whom the tickets are for from now on, and how the site looks. */
  onTicket(message: Extract<LoaderMessage, { type: 'ticket' }>): void;
  /** The loader got no ticket, and nothing here waits for it. */
  onRefused(error: WireError): void;
  onSite(site: SiteAppearance): void;
  /**
   * @param message stands in the field; empty for none
   * @param unasked it takes no focus
   * @param covers it covers the page
   */
  onOpened(message: string, unasked: boolean, covers: boolean): void;
  onClosed(): void;
  onStorageAllowed(): void;
  onStorageDenied(): void;
  onReset(): void;
}

/** As long as the chat waits for the gateway itself: what the loader asks may get lost, and it has no room for a clock. */
const ticketWithinMs = 20_000;

/** @param origin of the host page, as the loader wrote it into the frame's address */
export function createLoaderLine(origin: string, handlers: LoaderHandlers): LoaderLine {
  const loader: Counterpart = { view: () => window.parent, place: origin };
  const waiting: Waiting[] = [];
  let unused: { ticket: string; expiresAt: string } | null = null;

  listen<LoaderMessage>(loader, (message) => {
    switch (message.type) {
      case 'ticket': {
        const { ticket, expiresAt } = message;
        const next = waiting.shift();
        if (next === undefined) unused = { ticket, expiresAt };
        else next.resolve(ticket);
        handlers.onTicket(message);
        break;
      }
      case 'ticket-refused':
        if (waiting.length > 0) waiting.shift()?.reject(new GatewayError(message.error));
        else handlers.onRefused(message.error);
        break;
      case 'opened':
        handlers.onOpened(message.message ?? '', message.unasked ?? false, message.inert ?? false);
        break;
      case 'closed':
        handlers.onClosed();
        break;
      case 'site':
        handlers.onSite(message.site);
        break;
      case 'storage-allowed':
        handlers.onStorageAllowed();
        break;
      case 'storage-denied':
        handlers.onStorageDenied();
        break;
      case 'reset':
        unused = null;
        // Who waited is gone, and must not take what comes for whoever is next.
        waiting.length = 0;
        handlers.onReset();
        break;
    }
  });
  post(loader, { type: 'ready' });

  return {
    async getTicket() {
      const kept = unused;
      unused = null;
      if (kept !== null && Date.parse(kept.expiresAt) > Date.now()) return kept.ticket;
      return new Promise((resolve, reject) => {
        const mine = { resolve, reject };
        waiting.push(mine);
        post(loader, { type: 'ticket-wanted' });
        setTimeout(() => {
          if (waiting.includes(mine)) waiting.splice(waiting.indexOf(mine), 1);
          reject(new GatewayError({ code: 'unavailable', message: unavailableSentence }));
        }, ticketWithinMs);
      });
    },
    askTicket: () => post(loader, { type: 'ticket-wanted' }),
    close: () => post(loader, { type: 'close' }),
    message: (message) => post(loader, { type: 'message', message }),
    unread: (count, text) => post(loader, { type: 'unread', count, text }),
    keep: (value) => post(loader, { type: 'keep', value }),
  };
}
