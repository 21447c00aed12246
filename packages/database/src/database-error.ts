import { Prisma } from '../generated/client.ts';

/** Prisma's code for a row that must exist and does not: asking again will not help. */
const notFound = 'P2025';

/**
 * Whether an error says that the database could not do what it was asked: it is away, too busy, or was interrupted. The
 * same may work a little later.
 */
export function isDatabaseError(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code !== notFound;
  return (
    error instanceof Prisma.PrismaClientInitializationError || error instanceof Prisma.PrismaClientUnknownRequestError
  );
}
