import type { SiteAppearance, WireError } from '@frontdesk/protocol';
import type { WidgetMessage } from './api.ts';

/** What the loader, in the host page, tells the frame. */
export type LoaderMessage =
  | {
      type: 'ticket';
      ticket: string;
      expiresAt: string;
      /** Whom it is for, as the site's server calls them; undefined: nobody is known. */
      externalId?: string | undefined;
      site: SiteAppearance;
      /** What the frame asked to `keep` earlier in this tab. */
      kept: string | null;
      /** Whether the customer has agreed that something is stored; null: not any more. */
      mayStore: boolean | null;
      /** Something was said in this tab: it connects before it is opened, for there may be news. */
      said?: string | null;
    }
  /** An answer to `ticket-wanted`: the gateway gave none. */
  | { type: 'ticket-refused'; error: WireError }
  /**
   * `message`: of the page's, for the customer to send; empty for none. `unasked`: it was open before, and takes no focus.
   * `inert`: the page is, for the chat covers it.
   */
  | { type: 'opened'; message?: string; unasked?: boolean; inert?: boolean }
  | { type: 'closed' }
  /** The page wants it shown so from now on. */
  | { type: 'site'; site: SiteAppearance }
  | { type: 'storage-allowed' }
  /** Not any more: what is stored is removed, and lives with the page from now on. */
  | { type: 'storage-denied' }
  /** Nobody is known any more: token, what is stored, and conversation are forgotten. */
  | { type: 'reset' };

/** What the frame tells the loader. */
export type FrameMessage =
  | { type: 'ready' }
  /** The reader wants the chat out of the way. */
  | { type: 'close' }
  /** The ticket was used, or is too old. */
  | { type: 'ticket-wanted' }
  /** Messages that finished while the chat was closed; `text` is the same in words, empty for none. */
  | { type: 'unread'; count: number; text: string }
  /** A message was stored, or an answer finished. */
  | { type: 'message'; message: WidgetMessage }
  /** The frame may store nothing itself: please keep this for the life of the tab; null forgets it. */
  | { type: 'keep'; value: string | null };

/** The other side of the frame's border: a window, and the only origin that it may have. */
export interface Counterpart {
  view: () => Window | null | undefined;
  /** Its origin. */
  place: string;
}

/** Sends to the counterpart's origin only: should another page have taken its place, it gets nothing. */
export function post(to: Counterpart, message: LoaderMessage | FrameMessage): void {
  to.view()?.postMessage({ frontdesk: 1, ...message }, to.place);
}

/**
 * Listens to the counterpart, and to nobody else on the page.
 * @param signal ends the listening
 */
export function listen<Message extends LoaderMessage | FrameMessage>(
  from: Counterpart,
  receive: (message: Message) => void,
  signal?: AbortSignal,
): void {
  addEventListener(
    'message',
    ({ data, origin, source }: MessageEvent) => {
      const isTheirs = origin === from.place && source && source === from.view();
      if (isTheirs && data?.frontdesk === 1) receive(data as Message);
    },
    { signal },
  );
}
