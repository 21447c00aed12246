import { CodedError, type MadePasswordLink, type PasswordLinkView } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { type Actor, recordChange } from './audit.ts';
import { hashOfToken, newToken } from './link-tokens.ts';
import { setPassword } from './users.ts';

const invalid = () =>
  new CodedError('not_found', {
    message: 'This link is not good any more. Please ask whoever sent it for another one.',
  });

/**
 * Makes a link with which somebody chooses a new password. The token is returned this once; only its hash is kept. The one before is
 * good for nothing any more.
 * @throws CodedError `not_found`
 */
export function createPasswordLink(
  database: Database,
  actor: Actor,
  { userId, days }: { userId: string; days: number },
): Promise<MadePasswordLink> {
  const token = newToken();
  return database.$transaction(async (transaction) => {
    const user = await transaction.user.findUnique({ where: { id: userId }, select: { email: true } });
    if (!user) throw new CodedError('not_found', { message: 'There is no such person.' });
    const expiresAt = new Date((await readClock(transaction)).getTime() + days * 86_400_000);
    const link = { tokenHash: hashOfToken(token), expiresAt };
    await transaction.passwordLink.upsert({ where: { userId }, create: { userId, ...link }, update: link });
    await recordChange(transaction, actor, { siteId: null, action: 'account.password-link-made', target: user.email });
    return { token, expiresAt: expiresAt.toISOString() };
  });
}

/** Whose password it is for. @throws CodedError `not_found` */
export async function readPasswordLink(database: Queryable, token: string): Promise<PasswordLinkView> {
  const found = await database.passwordLink.findFirst({
    where: { tokenHash: hashOfToken(token), expiresAt: { gt: await readClock(database) } },
    select: { user: { select: { email: true } } },
  });
  if (!found) throw invalid();
  return { email: found.user.email };
}

/**
 * Gives whoever the link is for a new password, once, and ends all their sessions.
 * @returns the account's id
 * @throws CodedError `not_found`
 */
export function choosePassword(
  database: Database,
  { token, passwordHash }: { token: string; passwordHash: string },
): Promise<string> {
  const tokenHash = hashOfToken(token);
  return database.$transaction(async (transaction) => {
    const { email } = await readPasswordLink(transaction, token);
    // One of two at once: the other one finds nothing.
    const [used] = await transaction.$queryRaw<{ userId: string }[]>`
      DELETE FROM password_link WHERE token_hash = ${tokenHash} RETURNING user_id AS "userId"`;
    if (!used) throw invalid();
    const { userId } = used;
    const sessions = await setPassword(transaction, { userId, passwordHash });
    const change = { siteId: null, action: 'account.password-link-used', target: email, before: { sessions } };
    await recordChange(transaction, { userId, email }, change);
    return userId;
  });
}
