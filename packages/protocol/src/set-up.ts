/** `GET …/set-up`: how far a site is from being ready for its customers. Facts alone: what is done is seen, not ticked. */
export interface SetUpFacts {
  createdAt: string;
  /** What the bot knows: facts that were typed, and files and pages that were read. */
  facts: number;
  documents: number;
  /** It was asked something, in the sandbox or by a customer. */
  tried: boolean;
  /** It looks or greets otherwise than a new site does. */
  hasOwnLook: boolean;
  /** How many origins may show the chat, beside the gateway's own. */
  origins: number;
  /** When a page of one of these first did; null: none has. */
  firstSeenAt: string | null;
  /** A customer has begun a conversation. */
  inUse: boolean;
  /** Who works there, with those whose invitation is open. */
  people: number;
  /** Letters can be sent. */
  mails: boolean;
}
