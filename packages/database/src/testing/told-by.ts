import type { StoredChange } from '../conversations/held-conversation.ts';
import type { Tell } from '../conversations/service-steps.ts';

/** What is told while something runs. */
export async function toldBy(run: (tell: Tell) => Promise<void>): Promise<StoredChange[]> {
  const told: StoredChange[] = [];
  await run((change) => told.push(change));
  return told;
}
