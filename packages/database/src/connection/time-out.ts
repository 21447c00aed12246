import { constants } from 'node:os';

/** An error as the system's own where an answer did not come in time: it is read as one. */
export const timeOut = (syscall: 'connect' | 'read', message: string) =>
  Object.assign(new Error(message), { code: 'ETIMEDOUT', errno: -constants.errno.ETIMEDOUT, syscall });
