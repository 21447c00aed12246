import { derivedId } from './derived-id.ts';

/** What stands in a letter's link for the address that it went to: once the customer has named another one, the link counts no more. */
export const letterAddress = (conversationId: string, email: string): string =>
  derivedId(conversationId, email.toLowerCase());
