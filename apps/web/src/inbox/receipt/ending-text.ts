import type { UnfinishedAnswer } from '@frontdesk/protocol';

/** Pure: why an answer is not whole, in a few words. */
export function endingText({ state, code, because }: Omit<UnfinishedAnswer, 'tokens'>): string {
  if (state === 'expired') return 'No worker was free in time';
  if (state === 'failed') return 'It could not be finished';
  if (code === 'taken_over') return 'Cut short: a person took over';
  if (because === 'unattended') return 'Given up: the customer had left';
  if (because === 'edited') return 'Given up: the customer wrote the question anew';
  return 'Stopped by the customer';
}
