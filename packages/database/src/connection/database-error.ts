import { Prisma } from '../../generated/client.ts';

/** Prisma's code for a row that must exist and does not: asking again will not help. */
const notFound = 'P2025';
/** And for a value that may be there once, and is another row's. */
const taken = 'P2002';

/** Prisma's codes for a server that can't be reached, has no free connection, or saw two transactions collide. */
const awayCodes = /^(P1\d{3}|P2024|P2028|P2034)$/;
/** The same as the driver adapter says it, where Prisma's code tells only what was tried (a statement of our own is P2010). */
const awayKinds = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TransactionWriteConflict)$/;
/** And as PostgreSQL says it: no connection, no resources left, shutting down or starting up. */
const awayStates = /^(08|53|57P)/;
/** `pg` gives these no code; they come through where a connection ends in a transaction. */
const lostConnection = /^(Connection terminated|Client has encountered a connection error)/;

/**
 * Whether an error says that the database could not do what it was asked: it is away, too busy, or was interrupted. The
 * same may work a little later.
 */
export function isDatabaseError(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code !== notFound;
  return (
    error instanceof Prisma.PrismaClientInitializationError ||
    error instanceof Prisma.PrismaClientUnknownRequestError ||
    isDatabaseAway(error)
  );
}

/** Whether it is only that: there is no database to ask now, or no room in it. A statement that is wrong is none of these. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Prisma.PrismaClientInitializationError || lostConnection.test(error.message)) return true;
  const { code = '' } = error as { code?: string };
  const { kind = '', originalCode = '' } = driverCause(error);
  return awayCodes.test(code) || awayKinds.test(kind) || awayStates.test(originalCode);
}

/** Whether a statement had waited for a row as long as its transaction would wait: somebody else holds it. */
export function isLockTimeout(error: unknown): boolean {
  return driverCause(error).originalCode === '55P03';
}

/** Whether a row could not be written because a value that may be there once is another row's. */
export function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === taken;
}

function driverCause(error: unknown): DriverCause {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: DriverCause } } };
  return meta?.driverAdapterError?.cause ?? {};
}

interface DriverCause {
  kind?: string;
  originalCode?: string;
}
