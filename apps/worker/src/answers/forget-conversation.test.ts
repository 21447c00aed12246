import type { ClaimedGeneration } from '@frontdesk/database';
import { expect, test, vi } from 'vitest';
import { forgetConversation, forgetGone } from './forget-conversation.ts';
import { RunningAnswers } from './running-answer.ts';

const claim = (generationId: string, conversationId: string): ClaimedGeneration => ({
  ...{ generationId, conversationId, siteId: 's', questionMessageId: 'q', epoch: 1, workerId: 'w', waitedMs: 0 },
});

test('a conversation’s answers stop and leave before what is kept of it is dropped; others go on', async () => {
  const answers = new RunningAnswers();
  const [mine, other] = [answers.add(claim('g1', 'gone')), answers.add(claim('g2', 'stays'))];
  const forget = vi.fn(async () => ({ blocks: 3, bytes: 3_000 }));
  const tell = vi.fn(async () => undefined);
  const engine = { forget, owners: () => new Set<string>() };
  const parts = { answers, engine, tell, untold: { blocks: 0, bytes: 0 }, logger: { info: vi.fn() } };
  const forgotten = forgetConversation(parts, 'gone', { siteId: 's', receiptId: 'r' });
  expect(mine.interruption).toEqual({ kind: 'lost' });
  expect(other.interruption).toBeUndefined();
  await Promise.resolve();
  expect(forget).not.toHaveBeenCalled();
  answers.remove(mine);
  await forgotten;
  expect(forget).toHaveBeenCalledExactlyOnceWith('gone');
  expect(tell).toHaveBeenCalledExactlyOnceWith({ siteId: 's', receiptId: 'r', blocks: 3, bytes: 3_000 });
  // Deleted by its customer: there is no receipt.
  await forgetConversation(parts, 'another');
  expect(forget).toHaveBeenCalledTimes(2);
  expect(tell).toHaveBeenCalledOnce();
});

test('what was deleted while nobody was heard is forgotten, whether it is made or only kept; the rest stays', async () => {
  const answers = new RunningAnswers();
  const [gone, other] = [answers.add(claim('g1', 'gone, made')), answers.add(claim('g2', 'there, made'))];
  gone.signal.addEventListener('abort', () => answers.remove(gone));
  const forget = vi.fn(async () => ({ blocks: 1, bytes: 1_000 }));
  const engine = { forget, owners: () => new Set(['gone, kept', 'there, kept', 'there, made']) };
  const parts = { answers, engine, tell: vi.fn(), untold: { blocks: 0, bytes: 0 }, logger: { info: vi.fn() } };
  const asked: string[] = [];
  const tellAll = vi.fn(async () => undefined);
  await forgetGone(parts, {
    findGone: async (ids) => {
      asked.push(...ids);
      return ids.filter((id) => id.startsWith('gone'));
    },
    findUntold: async () => ['r2', 'r1'],
    tellAll,
  });
  expect(asked.toSorted()).toEqual(['gone, kept', 'gone, made', 'there, kept', 'there, made']);
  expect(forget.mock.calls.flat().toSorted()).toEqual(['gone, kept', 'gone, made']);
  expect(tellAll).toHaveBeenCalledExactlyOnceWith(['r2', 'r1'], { blocks: 2, bytes: 2_000 });
  expect(other.interruption).toBeUndefined();
});

test('what was dropped and could not be told is told when it is tried again', async () => {
  const forget = vi.fn(async () => ({ blocks: 1, bytes: 1_000 }));
  const owners = new Set(['gone']);
  const engine = { forget, owners: () => owners };
  const away = async () => {
    throw new Error('the store is away');
  };
  const parts = {
    ...{
      answers: new RunningAnswers(),
      engine,
      tell: away,
      untold: { blocks: 0, bytes: 0 },
      logger: { info: vi.fn() },
    },
  };
  await expect(forgetConversation(parts, 'told of', { siteId: 's', receiptId: 'r' })).rejects.toThrow('away');
  const missed = { findGone: async (ids: readonly string[]) => [...ids], findUntold: async () => ['r'] };
  await expect(forgetGone(parts, { ...missed, tellAll: away })).rejects.toThrow('away');
  owners.clear();
  const tellAll = vi.fn(async () => undefined);
  await forgetGone(parts, { ...missed, tellAll });
  await forgetGone(parts, { ...missed, tellAll });
  expect(tellAll.mock.calls).toEqual([
    [['r'], { blocks: 2, bytes: 2_000 }],
    [['r'], { blocks: 0, bytes: 0 }],
  ]);
});

test('what can’t be told while deletions are made up for is told the next time, on its own receipt', async () => {
  const parts = {
    ...{ answers: new RunningAnswers(), untold: { blocks: 0, bytes: 0 }, logger: { info: vi.fn() } },
    engine: { forget: async () => ({ blocks: 1, bytes: 1_000 }), owners: () => new Set<string>() },
    tell: async () => {
      throw new Error('the store is away');
    },
  };
  for (const receiptIds of [[], ['of others']]) {
    const tellAll = vi.fn(async () => undefined);
    const findUntold = vi.fn(async () => ['its own']).mockImplementationOnce(async () => receiptIds);
    // Deleted after receipts were looked for.
    const findGone = async () => {
      await expect(forgetConversation(parts, 'told of', { siteId: 's', receiptId: 'its own' })).rejects.toThrow('away');
      return [];
    };
    await forgetGone(parts, { findUntold, findGone, tellAll });
    await forgetGone(parts, { findUntold, findGone: async () => [], tellAll });
    expect(tellAll.mock.calls).toEqual([
      ...receiptIds.map((id) => [[id], { blocks: 0, bytes: 0 }]),
      [['its own'], { blocks: 1, bytes: 1_000 }],
    ]);
  }
});

test('what customers deleted themselves is told on nobody’s receipt', async () => {
  const owners = new Set(['gone']);
  const forget = async (id: string) => (owners.delete(id) ? { blocks: 1, bytes: 1_000 } : { blocks: 0, bytes: 0 });
  const parts = {
    ...{ answers: new RunningAnswers(), untold: { blocks: 0, bytes: 0 }, logger: { info: vi.fn() }, tell: vi.fn() },
    engine: { forget, owners: () => owners },
  };
  const tellAll = vi.fn(async () => undefined);
  const findGone = async (ids: readonly string[]) => [...ids];
  await forgetGone(parts, { findUntold: async () => [], findGone, tellAll });
  await forgetGone(parts, { findUntold: async () => ['of others'], findGone, tellAll });
  expect(tellAll).toHaveBeenCalledExactlyOnceWith(['of others'], { blocks: 0, bytes: 0 });
});
