import { type ConsumeOptions, connectQueues, consumeGenerations, type GenerationConsumer } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';

/** Takes the jobs of generations from the queue, as a worker does. */
export async function consumeTestQueue(options: Omit<ConsumeOptions, 'onError'>): Promise<GenerationConsumer> {
  const connection = await connectQueues({ ...testServers, onError: unexpected });
  const consumer = await consumeGenerations(connection, { ...options, onError: unexpected });
  return {
    close: async () => {
      await consumer.close();
      await connection.close();
    },
  };
}

/** The same as long as the tests of a file run. */
export const useTestQueue = async (...options: Parameters<typeof consumeTestQueue>): Promise<GenerationConsumer> =>
  keepForAll(await consumeTestQueue(...options));
