import type { Stack, StackOptions } from './stack.d.mts';

/** Starts the whole product on free ports with data of its own, which are gone when it stops. */
export function startTemporaryStack(
  options: Omit<StackOptions, 'dataDir' | 'temporary'> & { name: string },
): Promise<Stack>;
