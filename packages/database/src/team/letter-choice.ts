import type { Queryable } from '../connection/client.ts';

/** Whether somebody is mailed that customers wait. */
export async function wantsWaitingLetters(database: Queryable, userId: string): Promise<boolean> {
  const user = await database.user.findUnique({ where: { id: userId }, select: { waitingLetters: true } });
  return user?.waitingLetters ?? false;
}

export async function setWaitingLetters(
  database: Queryable,
  { userId, wanted }: { userId: string; wanted: boolean },
): Promise<void> {
  await database.user.updateMany({ where: { id: userId }, data: { waitingLetters: wanted } });
}
