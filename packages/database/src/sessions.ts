import { CodedError } from '@frontdesk/protocol';
import type { Actor } from './audit.ts';
import { recordChange } from './audit.ts';
import type { Database, Queryable } from './client.ts';

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
  database: Queryable,
  userId: string,
  which: { sessionId: string } | { allBut: string },
): Promise<void> {
  const where = 'sessionId' in which ? { id: which.sessionId } : { id: { not: which.allBut } };
  const { count } = await database.session.deleteMany({ where: { userId, ...where } });
  if (count === 0 && 'sessionId' in which) throw new CodedError('not_found');
}

/** The hash that somebody's password is compared with; null where they have none. */
export async function findPasswordHash(database: Queryable, userId: string): Promise<string | null> {
  const account = await database.account.findFirst({
    where: { userId, providerId: 'credential' },
    select: { password: true },
  });
  return account?.password ?? null;
}

/** Gives somebody a new password and ends all their sessions but this one. */
export async function changePassword(
  database: Database,
  actor: Actor,
  { passwordHash, sessionId }: { passwordHash: string; sessionId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.account.updateMany({
      where: { userId: actor.userId, providerId: 'credential' },
      data: { password: passwordHash },
    });
    await endSessions(transaction, actor.userId, { allBut: sessionId });
    await recordChange(transaction, actor, { siteId: null, action: 'account.password-changed', target: actor.email });
  });
}
