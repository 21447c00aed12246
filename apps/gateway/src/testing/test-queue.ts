import { type ConsumeOptions, connectQueues, consumeGenerations, type GenerationConsumer } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';

/** Takes the jobs of generations from the queue, as a worker does. */
export async function consumeTestQueue(options: Omit<ConsumeOptions, 'onError'>): Promise<GenerationConsumer> {
  const onError = (error: unknown) => {
    throw error;
  };
  const connection = await connectQueues({ ...testServers, onError });
  const consumer = await consumeGenerations(connection, { ...options, onError });
  return {
    close: async () => {
      await consumer.close();
      await connection.close();
    },
  };
}
