import type { ConversationSummary } from '@frontdesk/protocol';

/** Something that was just done, and can be taken back. */
export interface UndoOffer {
  text: string;
  run: () => Promise<string | null>;
  /** Whether what was done holds. */
  holds: (summary: ConversationSummary) => boolean;
  /** It has held: news of it come at another time than its outcome. */
  held?: boolean;
}

/** Pure: what is left of an offer; none once others, such as the customer's next message, have undone what it was for. */
export function offerAt(offer: UndoOffer | null, summary: ConversationSummary): UndoOffer | null {
  if (!offer) return null;
  if (offer.holds(summary)) return offer.held ? offer : { ...offer, held: true };
  return offer.held ? null : offer;
}
