import { randomInt } from 'node:crypto';
import {
  countUsers,
  createApiKeyAs,
  createOwner,
  createPasswordLink,
  type Database,
  findSiteByKey,
  findUser,
  hasPassword,
  operator,
  resetPassword,
} from '@frontdesk/database';
import { accountLimits, CodedError, firstAccountEmail, firstAccountName } from '@frontdesk/protocol';
import { hashPassword } from 'better-auth/crypto';

export interface AccountPassword {
  email: string;
  /** Null where the account has one already: it is kept only as a hash. */
  password: string | null;
}

/** Makes the first account, an owner's, where there is no account yet. */
export async function ensureOwner(database: Database): Promise<AccountPassword> {
  if ((await countUsers(database)) > 0) {
    const user = await findUser(database);
    return { email: user?.email ?? firstAccountEmail, password: null };
  }
  const password = readablePassword();
  const owner = { email: firstAccountEmail, name: firstAccountName, passwordHash: await hashPassword(password) };
  await createOwner(database, owner);
  return { email: firstAccountEmail, password };
}

/**
 * Makes the first account, where there is no account yet, without a password. Its owner chooses one by a link: what has told it, as
 * a log does, opens nothing when that is done, or a day later. Until then each call makes another link.
 * @returns the link's token; null where there is a password
 */
export async function ensureOwnerByLink(database: Database): Promise<{ email: string; token: string | null }> {
  if ((await countUsers(database)) === 0)
    await createOwner(database, { email: firstAccountEmail, name: firstAccountName, passwordHash: null });
  const user = await findUser(database);
  if (!user) throw new Error('the first account is gone');
  const { id: userId, email } = user;
  if (await hasPassword(database, userId)) return { email, token: null };
  const { token } = await createPasswordLink(database, operator, { userId, days: accountLimits.passwordLinkDays });
  return { email, token };
}

/**
 * Gives an account (the first one, if none is named) a new password and ends its sessions.
 * @throws CodedError `not_found`
 */
export async function giveNewPassword(database: Database, email?: string): Promise<AccountPassword> {
  const user = await findUser(database, email);
  if (!user) throw new CodedError('not_found', { message: 'There is no such account.' });
  const password = readablePassword();
  await resetPassword(database, operator, { userId: user.id, passwordHash: await hashPassword(password) });
  return { email: user.email, password };
}

/** @throws CodedError `site_unknown` */
export async function createApiKeyFor(
  database: Database,
  { siteKey, name }: { siteKey: string; name: string },
): Promise<{ siteKey: string; name: string; apiKey: string }> {
  const site = await findSiteByKey(database, siteKey);
  if (!site) throw new CodedError('site_unknown', { message: `There is no site with the key ${siteKey}.` });
  return { siteKey, name, apiKey: (await createApiKeyAs(database, operator, { siteId: site.id, name })).key };
}

/** No letters or digits that are taken for each other. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of five characters: 99 random bits that can be read out and typed. */
function readablePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
