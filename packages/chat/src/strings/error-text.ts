import { internalSentence, type WireError } from '@frontdesk/protocol';
import { type CustomerError, customerErrors, type Strings } from './strings.ts';

/**
 * What a customer reads of an error: its code's sentence in their language. A code that is read as `internal` because it is
 * newer than this client, and one that no customer should meet, keep the sentence that they came with.
 */
export function errorText({ errors }: Strings, { code, message }: WireError): string {
  if (code === 'internal' && message !== internalSentence) return message;
  return isCustomerError(code) ? errors[code] : message;
}

const isCustomerError = (code: string): code is CustomerError => (customerErrors as readonly string[]).includes(code);
