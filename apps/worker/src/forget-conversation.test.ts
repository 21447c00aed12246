import type { ClaimedGeneration } from '@frontdesk/database';
import { expect, test, vi } from 'vitest';
import { forgetConversation } from './forget-conversation.ts';
import { RunningAnswers } from './running-answer.ts';

const claim = (generationId: string, conversationId: string): ClaimedGeneration => ({
  ...{ generationId, conversationId, siteId: 's', questionMessageId: 'q', epoch: 1, workerId: 'w', waitedMs: 0 },
});

test('a conversation’s answers stop and leave before what is kept of it is dropped; others go on', async () => {
  const answers = new RunningAnswers();
  const [mine, other] = [answers.add(claim('g1', 'gone')), answers.add(claim('g2', 'stays'))];
  const forget = vi.fn(async () => ({ blocks: 3, bytes: 3_000 }));
  const tell = vi.fn(async () => undefined);
  const parts = { answers, engine: { forget }, tell, logger: { info: vi.fn() } };
  const forgotten = forgetConversation(parts, { siteId: 's', conversationId: 'gone', receiptId: 'r' });
  expect(mine.interruption).toEqual({ kind: 'lost' });
  expect(other.interruption).toBeUndefined();
  await Promise.resolve();
  expect(forget).not.toHaveBeenCalled();
  answers.remove(mine);
  await forgotten;
  expect(forget).toHaveBeenCalledExactlyOnceWith('gone');
  expect(tell).toHaveBeenCalledExactlyOnceWith({ siteId: 's', receiptId: 'r', blocks: 3, bytes: 3_000 });
  // Deleted by its customer: there is no receipt.
  await forgetConversation(parts, { siteId: 's', conversationId: 'another' });
  expect(forget).toHaveBeenCalledTimes(2);
  expect(tell).toHaveBeenCalledOnce();
});
