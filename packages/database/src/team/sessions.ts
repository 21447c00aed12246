import { CodedError } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import type { Actor } from './audit.ts';
import { recordChange } from './audit.ts';

export interface StoredSession {
  id: string;
  createdAt: Date;
  updatedAt: Date;
  userAgent: string | null;
  ipAddress: string | null;
}

/** Somebody's sessions that have not expired, the newest first. */
export function listSessions(database: Queryable, userId: string): Promise<StoredSession[]> {
  return database.session.findMany({
    where: { userId, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, createdAt: true, updatedAt: true, userAgent: true, ipAddress: true },
  });
}

/** Ends one of somebody's sessions, or all but the one that is kept. @throws CodedError `not_found` for one that is not theirs */
export async function endSessions(
  database: Database,
  actor: Actor,
  which: { sessionId: string } | { allBut: string },
): Promise<void> {
  const { userId, email } = actor;
  await database.$transaction(async (transaction) => {
    const id = 'sessionId' in which ? which.sessionId : { not: which.allBut };
    const { count } = await transaction.session.deleteMany({ where: { userId, id } });
    if (count === 0 && 'sessionId' in which) throw new CodedError('not_found');
    if (count === 0) return;
    const change = { siteId: null, action: 'account.sessions-ended', target: email };
    await recordChange(transaction, actor, { ...change, before: { sessions: count } });
  });
}

/** The hash that somebody's password is compared with; null where they have none. */
export async function findPasswordHash(database: Queryable, userId: string): Promise<string | null> {
  const account = await database.account.findFirst({
    where: { userId, providerId: 'credential' },
    select: { password: true },
  });
  return account?.password ?? null;
}

/** Gives somebody a new password and ends all their sessions but this one; a link for another password goes with the old one. */
export async function changePassword(
  database: Database,
  actor: Actor,
  { passwordHash, sessionId }: { passwordHash: string; sessionId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.passwordLink.deleteMany({ where: { userId: actor.userId } });
    await transaction.account.updateMany({
      where: { userId: actor.userId, providerId: 'credential' },
      data: { password: passwordHash },
    });
    await transaction.session.deleteMany({ where: { userId: actor.userId, id: { not: sessionId } } });
    await recordChange(transaction, actor, { siteId: null, action: 'account.password-changed', target: actor.email });
  });
}
