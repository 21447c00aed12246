import { randomBytes } from 'node:crypto';
import { createSealing } from '../identity/sealing.ts';
import { secretPrefix } from './signature.ts';

/** What requests to sites' own servers are signed with: sealed in the store. */
export interface ServerSecrets {
  /** A new one, as Standard Webhooks writes it: `whsec_` and base64. */
  make(): string;
  /** @param place the id of what it is stored with */
  seal(secret: string, place: string): Uint8Array<ArrayBuffer>;
  /** Undefined: it was sealed with a secret of the installation that is not known any more. */
  open(sealed: Uint8Array, place: string): string | undefined;
}

const secretBytes = 32;

/**
 * @param purpose of the key that seals them: secrets of one purpose can't be opened as those of another
 * @param installation the secret of the installation, and the one before: what was sealed with that can be opened as well
 */
export function createServerSecrets(
  purpose: string,
  { secret, previous }: { secret: string; previous?: string | undefined },
): ServerSecrets {
  const sealing = createSealing(secret, purpose);
  const readable = previous === undefined ? [sealing] : [sealing, createSealing(previous, purpose)];
  return {
    make: () => secretPrefix + randomBytes(secretBytes).toString('base64'),
    seal: sealing.seal,
    open(sealed, place) {
      for (const { open } of readable) {
        try {
          return open(sealed, place);
        } catch {
          // The other one may fit.
        }
      }
      return undefined;
    },
  };
}

/** Seals with the secret of the installation what is sealed with the previous one; null for what is not. */
export function resealing(
  purpose: string,
  installation: { secret: string; previous: string },
): (sealed: Uint8Array, place: string) => Uint8Array<ArrayBuffer> | null {
  const [sealing, former] = [
    createSealing(installation.secret, purpose),
    createSealing(installation.previous, purpose),
  ];
  return (sealed, place) => {
    try {
      return sealing.seal(former.open(sealed, place), place);
    } catch {
      return null;
    }
  };
}
