import { randomBytes } from 'node:crypto';
import { type Actor, addIdentitySecret, type Database, findIdentitySecrets, operator } from '@frontdesk/database';
import { formerSecretHours } from '@frontdesk/protocol';
import { createSealing } from './sealing.ts';

export interface IdentitySecret {
  version: number;
  /** What the site's server signs with: its characters, as they are. */
  secret: string;
  createdAt: Date;
  /** Until when it counts; null: it is the newest. */
  validUntil: Date | null;
}

/** The secrets with which sites' servers sign who a customer is. */
export interface IdentitySecrets {
  /** Those that count now, the newest first; none where the site never had one. */
  read(siteId: string): Promise<IdentitySecret[]>;
  /** The newest one; the first time, it is made. */
  show(siteId: string): Promise<IdentitySecret>;
  /**
   * Makes a new one. The former counts for `formerHours` more; 0 for one that became known.
   * @param actor written down as who did it. Defaults to the operator, who needs no account
   */
  rotate(siteId: string, formerHours?: number, actor?: Actor): Promise<IdentitySecret>;
}

/** @param secret of the installation; with another one, stored secrets can't be opened any more */
export function createIdentitySecrets({
  database,
  secret: installation,
}: {
  database: Database;
  secret: string;
}): IdentitySecrets {
  const sealing = createSealing(installation, 'identity-secret');
  const place = (siteId: string, version: number) => `${siteId}/${version}`;

  async function read(siteId: string): Promise<IdentitySecret[]> {
    const stored = await findIdentitySecrets(database, siteId);
    return stored.map(({ sealed, ...rest }) => ({
      ...rest,
      secret: sealing.open(sealed, place(siteId, rest.version)),
    }));
  }

  async function rotate(
    siteId: string,
    formerHours: number = formerSecretHours.usual,
    actor: Actor = operator,
  ): Promise<IdentitySecret> {
    const secret = `fdi_${randomBytes(32).toString('base64url')}`;
    await addIdentitySecret(database, {
      siteId,
      formerValidUntil: new Date(Date.now() + formerHours * 3_600_000),
      actor,
      seal: (version) => sealing.seal(secret, place(siteId, version)),
    });
    return newest(await read(siteId));
  }

  const newest = ([first]: IdentitySecret[]): IdentitySecret => {
    if (!first) throw new Error('a secret that was made is not there');
    return first;
  };

  return {
    read,
    rotate,
    async show(siteId) {
      const [first] = await read(siteId);
      return first ?? rotate(siteId);
    },
  };
}
