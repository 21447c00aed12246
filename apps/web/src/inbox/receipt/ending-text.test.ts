import type { UnfinishedAnswer } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { endingText } from './ending-text.ts';

const cancelled = { state: 'cancelled', code: 'generation_cancelled', because: null } as const;

test.each<[Omit<UnfinishedAnswer, 'tokens'>, string]>([
  [{ state: 'expired', code: 'generation_expired', because: null }, 'No worker was free in time'],
  [{ state: 'failed', code: 'generation_failed', because: null }, 'It could not be finished'],
  [cancelled, 'Stopped by the customer'],
  [{ ...cancelled, because: 'unattended' }, 'Given up: the customer had left'],
  [{ ...cancelled, because: 'edited' }, 'Given up: the customer wrote the question anew'],
  [{ ...cancelled, code: 'taken_over' }, 'Cut short: a person took over'],
])('%j', (unfinished, text) => {
  expect(endingText(unfinished)).toBe(text);
});
