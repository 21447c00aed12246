import type { Stack } from '../../stack/stack.ts';
import { coresOfMachine, type Watched } from './process-watch.ts';
import type { Settings } from './settings.ts';

/** This process: the customers, and the supervisor of the others, as `npm start` has one. */
export const ownName = 'customers, supervisor';

/** All customers come from one address, so that what protects from one is not what is measured. */
export function environmentOf({
  tokens,
  answerCache,
  workers,
  design,
  affinity,
}: Pick<Settings, 'tokens' | 'answerCache' | 'workers'> & Partial<Pick<Settings, 'design' | 'affinity'>>): Record<
  string,
  string
> {
  return {
    ADDRESS_MESSAGES_PER_MINUTE: '1000000',
    ADDRESS_MESSAGES_PER_DAY: '1000000',
    ADDRESS_MINTS_PER_MINUTE: '1000000',
    ADDRESS_SOCKETS: '1000000',
    ADDRESS_REQUESTS_PER_SECOND: '1000000',
    ANSWER_CACHE: answerCache,
    AFFINITY: affinity ?? 'on',
    THREADS: String(Math.max(1, Math.floor(coresOfMachine() / workers))),
    ...(design === 'plain' ? { SLOTS: '1', PREFIX_CACHE_MB: '0' } : {}),
    ...(tokens === undefined ? {} : { PLAIN_ANSWER_TOKENS: String(tokens) }),
  };
}

/** The processes of a stack: not of a database server on another machine. */
export function partsOf({ gateway, workers, web, database }: Stack): Watched[] {
  return [
    ...[gateway, ...workers, web].map((part) => ({ name: part.name, pid: () => part.pid })),
    ...(database ? [{ name: database.name, pid: () => database.pid, hasFamily: true }] : []),
  ];
}

/** The same, this one among them. */
export function watchedOf(stack: Stack): Watched[] {
  return [...partsOf(stack), { name: ownName, pid: () => process.pid }];
}
