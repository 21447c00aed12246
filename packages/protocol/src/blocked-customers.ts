import * as z from 'zod/mini';

export const blockedCustomersPerPage = 50;

/** `GET …/blocked-customers`. `before`: the last one of the page before. */
export const blockedCustomersQuery = z.object({ before: z.optional(z.uuid()) });

/** `PUT …/visitors/:visitorId/block` */
export const blockBody = z.object({ blocked: z.boolean() });

/** Of whom nothing is taken any more. */
export interface BlockedCustomer {
  /** The visitor's. */
  id: string;
  /** As their site's server or they say. */
  name: string | null;
  email: string | null;
  blockedAt: string;
  /** Who did it, by the name that they had; null where that is not known. */
  blockedBy: string | null;
  /** Their newest one; null where none is left. */
  conversationId: string | null;
}

/** The last who were blocked come first. */
export interface BlockedCustomersPage {
  customers: BlockedCustomer[];
  more: boolean;
}
