import type { Database } from '@frontdesk/database';
import { expect, test } from 'vitest';
import { type FirstQuestion, SingleFlight } from './single-flight.ts';

const question = (index: number): FirstQuestion => ({
  ...{ siteId: 'shop', question: 'is it down' },
  stored: { conversationId: `c${index}`, generationId: `g${index}`, round: 0, last: null, events: [] },
});

test('those whose answer comes to nothing join the queue two at a time, each once', async () => {
  let atOnce = 0;
  let most = 0;
  const database = {
    // Nothing is kept.
    $transaction: async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
      return null;
    },
  } as unknown as Database;
  const queued: string[] = [];
  const flights = new SingleFlight({
    database,
    enqueue: ({ generationId }) => void queued.push(generationId),
    onAnswered: () => expect.unreachable(),
    onError: (error) => expect.unreachable(String(error)),
  });
  let room = 40;
  const mayFollow = () => room-- > 0;
  const joined = Array.from({ length: 50 }, (_, index) => flights.join(question(index), mayFollow));
  // The first of them, and those for whom there is no room, are queued by whoever asks.
  expect(joined).toEqual(joined.map((_, index) => index > 0 && index <= 40));
  flights.happened({ conversationId: 'c0', seq: 1 });
  await flights.close();
  expect(most).toBe(2);
  expect(queued.toSorted()).toEqual(Array.from({ length: 40 }, (_, index) => `g${index + 1}`).toSorted());
});
