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
  const forget = vi.fn(async () => 3);
  const forgotten = forgetConversation({ answers, engine: { forget }, logger: { info: vi.fn() } }, 'gone');
  expect(mine.interruption).toEqual({ kind: 'lost' });
  expect(other.interruption).toBeUndefined();
  await Promise.resolve();
  expect(forget).not.toHaveBeenCalled();
  answers.remove(mine);
  await forgotten;
  expect(forget).toHaveBeenCalledExactlyOnceWith('gone');
});
