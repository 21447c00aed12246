import { GatewayError } from '@frontdesk/chat';
import type { SiteAppearance } from '@frontdesk/protocol';
import { type Counterpart, type LoaderMessage, listen, post } from '../frame-messages.ts';

/** What the frame hears from the loader, and tells it. */
export interface LoaderLine {
  /** A ticket that was not used before. @throws {GatewayError} when the loader got none. */
  getTicket(): Promise<string>;
  close(): void;
  unread(count: number): void;
  /** Asks the host page to keep the value for the life of its tab; null forgets it. */
  keep(value: string | null): void;
}

interface Waiting {
  resolve(ticket: string): void;
  reject(error: GatewayError): void;
}

/** @param origin of the host page, as the loader wrote it into the frame's address */
export function createLoaderLine(
  origin: string,
  handlers: { onSite: (site: SiteAppearance, kept: string | null) => void; onActive: (active: boolean) => void },
): LoaderLine {
  const loader: Counterpart = { window: () => window.parent, origin };
  const waiting: Waiting[] = [];
  let unused: { ticket: string; expiresAt: string } | null = null;

  listen<LoaderMessage>(loader, (message) => {
    switch (message.type) {
      case 'ticket': {
        const { ticket, expiresAt } = message;
        const next = waiting.shift();
        if (next === undefined) unused = { ticket, expiresAt };
        else next.resolve(ticket);
        handlers.onSite(message.site, message.kept);
        break;
      }
      case 'ticket-refused':
        waiting.shift()?.reject(new GatewayError(message.error));
        break;
      case 'opened':
        handlers.onActive(true);
        break;
      case 'closed':
        handlers.onActive(false);
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
        waiting.push({ resolve, reject });
        post(loader, { type: 'ticket-wanted' });
      });
    },
    close: () => post(loader, { type: 'close' }),
    unread: (count) => post(loader, { type: 'unread', count }),
    keep: (value) => post(loader, { type: 'keep', value }),
  };
}
