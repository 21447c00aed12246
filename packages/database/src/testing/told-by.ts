import type { StoredChange } from '../held-conversation.ts';
import type { Tell } from '../service-steps.ts';

/** What is told while something runs. */
export async function toldBy(run: (tell: Tell) => Promise<void>): Promise<StoredChange[]> {
  const told: StoredChange[] = [];
  await run((change) => told.push(change));
  return told;
}
