import { isDeepStrictEqual } from 'node:util';
import type { AuditEntryView } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** Who changes something, as it is written down: the name stays when the account is gone. {@link operator}: whoever has the database. */
export interface Actor {
  userId: string;
  email: string;
}

/** Who changes something by the operators' command, also as the service starts, and needs no account for it. */
export const operator: Actor = { userId: 'operator', email: 'the operator’s command' };
const operatorName = 'The server';

export interface Change {
  /** Null for what concerns no site. */
  siteId: string | null;
  /** `member.invited` and the like. */
  action: string;
  /** What was changed, by its name. */
  target: string;
  /** In short, without secrets; left out where there was, or is, nothing. */
  before?: Prisma.InputJsonValue | undefined;
  after?: Prisma.InputJsonValue | undefined;
}

/** Writes a change down: in the transaction that makes it, so that there is none without its entry. Entries never change. */
export async function recordChange(transaction: Queryable, actor: Actor, change: Change): Promise<void> {
  const { before, after, ...rest } = change;
  await transaction.auditEntry.create({
    data: {
      ...rest,
      ...{ userId: actor.userId, userName: actor.email },
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
    },
  });
}

/** What is left of a site in the log, and is of no site: that it is gone, and who removed it. */
export const siteDeleted = 'site.deleted';

/**
 * A site's changes, the newest first, for an owner of the installation with those of no site: of accounts, and of sites that are
 * gone. `before` is the id of the last one of the page before. Ids rise with the time.
 */
export async function listChanges(
  database: Queryable,
  {
    siteId,
    byOwner = false,
    before,
    action,
    limit,
  }: { siteId: string; byOwner?: boolean; before?: string | undefined; action?: string | undefined; limit: number },
): Promise<AuditEntryView[]> {
  const rows = await database.auditEntry.findMany({
    where: {
      ...(byOwner ? { OR: [{ siteId }, { siteId: null }] } : { siteId }),
      ...(before === undefined ? {} : { id: { lt: before } }),
      ...(action === undefined ? {} : { action: { startsWith: action } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
  const names = await namesOf(
    database,
    rows.map(({ userId }) => userId),
  );
  return rows.map(({ id, createdAt, userId, userName, action: done, target, before: was, after }) => ({
    ...{ id, at: createdAt.toISOString(), who: userName, name: names.get(userId) ?? null },
    ...{ action: done, target, before: was, after },
  }));
}

async function namesOf(database: Queryable, userIds: readonly string[]): Promise<Map<string, string>> {
  const where = { id: { in: [...new Set(userIds)] } };
  const users = await database.user.findMany({ where, select: { id: true, name: true } });
  return new Map([[operator.userId, operatorName], ...users.map(({ id, name }) => [id, name] as const)]);
}

/** The database keeps the names of a value in an order of its own. */
const asStored = (value: unknown): unknown => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** Pure. Of a change of several values: those that are others than before, as `before` and `after` of its entry. */
export function differences<Values extends object>(
  before: Values,
  after: Values,
): { before: Prisma.InputJsonObject; after: Prisma.InputJsonObject } {
  const changed = (Object.keys(after) as (keyof Values)[]).filter(
    (name) => !isDeepStrictEqual(asStored(before[name]), asStored(after[name])),
  );
  const of = (values: Values) =>
    Object.fromEntries(changed.map((name) => [name, values[name]])) as Prisma.InputJsonObject;
  return { before: of(before), after: of(after) };
}
