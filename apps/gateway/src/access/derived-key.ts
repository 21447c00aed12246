import { hkdfSync } from 'node:crypto';

/** A key of 32 bytes that follows from the secret (HKDF), for one purpose and no other. */
export const derivedKey = (secret: string, purpose: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hkdfSync('sha256', secret, '', `frontdesk/${purpose}`, 32));
