import { randomBytes } from 'node:crypto';
import {
  type Actor,
  addIdentitySecret,
  type Database,
  findIdentitySecrets,
  operator,
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

/** @param options.secret of the installation; with another one, stored secrets can't be opened any more */
export function createIdentitySecrets({
  database,
  secret: installation,
}: {
  database: Database;
  secret: string;
}): IdentitySecrets {
  const sealing = createSealing(installation, 'identity-secret');
  const place = (siteId: string, version: number) => `${siteId}/${version}`;

  function opened(siteId: string, { version, sealed }: SealedIdentitySecret): string | undefined {
    try {
      return sealing.open(sealed, place(siteId, version));
    } catch {
      return undefined;
    }
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
