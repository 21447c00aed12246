import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { derivedKey } from '../access/derived-key.ts';

const format = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Seals what the store keeps and nobody may read there: AES-256-GCM. */
export interface Sealing {
  /** @param place where it is kept: moved elsewhere, it can't be opened */
  seal(text: string, place: string): Uint8Array<ArrayBuffer>;
  /** @throws where it was changed, moved, or sealed with another secret */
  open(sealed: Uint8Array, place: string): string;
}

/** @param purpose of the key that is derived from the secret (HKDF): one for another purpose opens nothing of this */
export function createSealing(secret: string, purpose: string): Sealing {
  const key = derivedKey(secret, purpose);
  return {
    seal(text, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Uint8Array.from([format, ...nonce, ...cipher.getAuthTag(), ...body]);
    },
    open(sealed, place) {
      if (sealed[0] !== format) throw new Error(`sealed in a format (${sealed[0]}) that is not known`);
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
      return decipher.update(sealed.subarray(1 + nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
