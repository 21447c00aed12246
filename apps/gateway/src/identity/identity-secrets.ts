import { randomBytes } from 'node:crypto';
import {
  type Actor,
  addIdentitySecret,
  type Database,
  findIdentitySecrets,
  operator,
  replaceSealedSecrets,
  type SealedIdentitySecret,
} from '@frontdesk/database';
import { CodedError, formerSecretHours } from '@frontdesk/protocol';
import { createSealing } from './sealing.ts';

export interface IdentitySecret {
  version: number;
  /** What the site's server signs with: its characters, as they are. */
  secret: string;
}

export interface KnownSecret {
  version: number;
  /** Undefined: it was stored by an installation with another secret, and can't be opened. */
  secret: string | undefined;
  createdAt: Date;
  /** Until when it counts; null: it is the newest. */
  validUntil: Date | null;
}

/** The secrets with which sites' servers sign who a customer is. */
export interface IdentitySecrets {
  /** Those that count now, the newest first; none where the site never had one. */
  list(siteId: string): Promise<KnownSecret[]>;
  /** What of them can be signed with. */
  read(siteId: string): Promise<IdentitySecret[]>;
  /**
   * The newest one; the first time, it is made.
   * @throws CodedError `identity_not_set_up` where it can't be opened any more
   */
  show(siteId: string): Promise<IdentitySecret>;
  /**
   * Makes a new one. The former counts for `formerHours` more; 0 for one that became known.
   * @param actor written down as who did it. Defaults to the operator, who needs no account
   */
  rotate(siteId: string, formerHours?: number, actor?: Actor): Promise<IdentitySecret>;
}

/** An installation's store, and the secret from which its keys are derived. */
export interface Installation {
  database: Database;
  /** With another one, stored secrets can't be opened any more. */
  secret: string;
  /** What was sealed with it can be opened as well. */
  previous?: string | undefined;
}

const sealingOf = (secret: string) => createSealing(secret, 'identity-secret');
const place = (siteId: string, version: number) => `${siteId}/${version}`;

export function createIdentitySecrets({ database, secret: installation, previous }: Installation): IdentitySecrets {
  const sealing = sealingOf(installation);
  const readable = previous === undefined ? [sealing] : [sealing, sealingOf(previous)];

  function opened(siteId: string, { version, sealed }: SealedIdentitySecret): string | undefined {
    for (const { open } of readable) {
      try {
        return open(sealed, place(siteId, version));
      } catch {
        // The other one may fit.
      }
    }
    return undefined;
  }

  async function list(siteId: string): Promise<KnownSecret[]> {
    const stored = await findIdentitySecrets(database, siteId);
    return stored.map((one) => {
      const { sealed: _, ...known } = one;
      return { ...known, secret: opened(siteId, one) };
    });
  }

  async function rotate(
    siteId: string,
    formerHours: number = formerSecretHours.usual,
    actor: Actor = operator,
  ): Promise<IdentitySecret> {
    const secret = `fdi_${randomBytes(32).toString('base64url')}`;
    const version = await addIdentitySecret(database, {
      siteId,
      formerHours,
      actor,
      seal: (version) => sealing.seal(secret, place(siteId, version)),
    });
    return { version, secret };
  }

  return {
    list,
    rotate,
    async read(siteId) {
      return (await list(siteId)).flatMap(({ version, secret }) => (secret === undefined ? [] : { version, secret }));
    },
    async show(siteId) {
      const [newest] = await list(siteId);
      if (!newest) return rotate(siteId);
      const { version, secret } = newest;
      if (secret !== undefined) return { version, secret };
      throw new CodedError('identity_not_set_up', {
        message:
          "The site's secret was stored with another SECRET and can't be opened with this one: either SECRET is not the one the gateways have, or it was lost, and the site's secret has to be rotated.",
      });
    },
  };
}

/**
 * Seals anew, with the secret of the installation, what is sealed with the previous one: so it is read when that is gone.
 * @returns how many were
 */
export async function resealIdentitySecrets({ database, secret, previous }: Required<Installation>): Promise<number> {
  const [sealing, former] = [sealingOf(secret), sealingOf(previous)];
  return replaceSealedSecrets(database, ({ siteId, version, sealed }) => {
    const at = place(siteId, version);
    try {
      return sealing.seal(former.open(sealed, at), at);
    } catch {
      // Sealed with the secret of now, or with none that is known.
      return null;
    }
  });
}
