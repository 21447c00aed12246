import { randomUUID } from 'node:crypto';
import { CodedError } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import { isTaken } from '../connection/database-error.ts';
import { type Actor, differences, recordChange } from './audit.ts';

/** Provider id under which the sign-in library keeps e-mail passwords. */
const passwordProvider = 'credential';

export function countUsers(database: Queryable): Promise<number> {
  return database.user.count();
}

/**
 * The user of that e-mail address; when none is given the first owner of the installation, as the first account of all may be deleted.
 * Null when there is none.
 */
export function findUser(database: Queryable, email?: string): Promise<{ id: string; email: string } | null> {
  return database.user.findFirst({
    where: email === undefined ? { role: 'owner' } : { email: email.toLowerCase() },
    orderBy: { createdAt: 'asc' },
    select: { id: true, email: true },
  });
}

/** Whether somebody can sign in with a password. */
export async function hasPassword(database: Queryable, userId: string): Promise<boolean> {
  return (await database.account.count({ where: { userId, providerId: passwordProvider } })) > 0;
}

/**
 * Makes an owner of the installation, who signs in with e-mail and password.
 * @param options.passwordHash null: they choose one by a link
 */
export async function createOwner(
  database: Queryable,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string | null },
): Promise<void> {
  const id = randomUUID();
  await database.user.create({
    data: {
      id,
      email,
      name,
      emailVerified: true,
      role: 'owner',
      ...(passwordHash !== null && {
        accounts: {
          create: { id: randomUUID(), accountId: id, providerId: passwordProvider, password: passwordHash },
        },
      }),
    },
  });
}

/** Gives a user a new password and ends all sessions: whoever knew the old one is out. */
export async function resetPassword(
  database: Database,
  actor: Actor,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const sessions = await setPassword(transaction, { userId, passwordHash });
    const { email } = await transaction.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    const change = { siteId: null, action: 'account.password-reset', target: email };
    await recordChange(transaction, actor, { ...change, before: { sessions } });
  });
}

/** Within a change that says who did it. A link for another one goes with the old one. @returns how many sessions have ended */
export async function setPassword(
  transaction: Queryable,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<number> {
  await transaction.passwordLink.deleteMany({ where: { userId } });
  const { count } = await transaction.account.updateMany({
    where: { userId, providerId: passwordProvider },
    data: { password: passwordHash },
  });
  if (count === 0) {
    await transaction.account.create({
      data: { id: randomUUID(), userId, accountId: userId, providerId: passwordProvider, password: passwordHash },
    });
  }
  const { count: sessions } = await transaction.session.deleteMany({ where: { userId } });
  return sessions;
}

/**
 * What whoever acts is called, and signs in with. The same again changes nothing.
 * @throws CodedError `email_taken`
 */
export async function changeAccount(
  database: Database,
  actor: Actor,
  { name, email: written }: { name: string; email: string },
): Promise<void> {
  const where = { id: actor.userId };
  const after = { name, email: written.toLowerCase() };
  await database.$transaction(async (transaction) => {
    const before = await transaction.user.findUniqueOrThrow({ where, select: { name: true, email: true } });
    const changed = differences(before, after);
    if (Object.keys(changed.after).length === 0) return;
    await transaction.user.update({ where, data: after }).catch((cause: unknown) => {
      throw isTaken(cause) ? new CodedError('email_taken', { cause }) : cause;
    });
    await recordChange(transaction, actor, {
      ...{ siteId: null, action: 'account.changed', target: before.email },
      ...changed,
    });
  });
}
