import { type Database, findSiteByKey } from '@frontdesk/database';
import { CodedError, formerSecretHours } from '@frontdesk/protocol';
import { createIdentitySecrets, type IdentitySecret, type Installation, type KnownSecret } from './identity-secrets.ts';

/** What an operator is told, once for each call. */
export interface ToldSecret {
  siteKey: string;
  version: number;
  secret: string;
  /** ISO time until which the one before counts; null: there is none that does. */
  formerValidUntil: string | null;
}

/** @throws CodedError `site_unknown`, `identity_not_set_up` */
export async function showIdentitySecretOf(installation: Installation, siteKey: string): Promise<ToldSecret> {
  const siteId = await siteIdOf(installation.database, siteKey);
  const secrets = createIdentitySecrets(installation);
  return told(siteKey, await secrets.show(siteId), await secrets.list(siteId));
}

/**
 * @param formerHours as the operator typed them. Defaults to a day
 * @throws CodedError `site_unknown`, `bad_request`
 */
export async function rotateIdentitySecretOf(
  installation: Installation,
  siteKey: string,
  formerHours = String(formerSecretHours.usual),
): Promise<ToldSecret> {
  const hours = /^\d+(\.\d+)?$/.test(formerHours) ? Number(formerHours) : Number.NaN;
  if (!(hours <= formerSecretHours.most)) {
    throw new CodedError('bad_request', { message: `Hours are a number from 0 to ${formerSecretHours.most}.` });
  }
  const siteId = await siteIdOf(installation.database, siteKey);
  const secrets = createIdentitySecrets(installation);
  return told(siteKey, await secrets.rotate(siteId, hours), await secrets.list(siteId));
}

async function siteIdOf(database: Database, siteKey: string): Promise<string> {
  const site = await findSiteByKey(database, siteKey);
  if (!site) throw new CodedError('site_unknown', { message: `There is no site with the key ${siteKey}.` });
  return site.id;
}

function told(siteKey: string, { version, secret }: IdentitySecret, all: KnownSecret[]): ToldSecret {
  const former = all.find((one) => one.version < version);
  return { siteKey, version, secret, formerValidUntil: former?.validUntil?.toISOString() ?? null };
}
