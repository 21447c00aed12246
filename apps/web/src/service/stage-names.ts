import type { TtftStage } from '@frontdesk/protocol';

/** What the stages are called in a list, and in a sentence. */
export const stageNames: Record<TtftStage, { short: string; long: string }> = {
  gateway: { short: 'Gateway', long: 'taking the message in' },
  queue: { short: 'Queue', long: 'waiting for a worker' },
  prefill: { short: 'Prefill', long: 'reading the prompt' },
  firstToken: { short: 'First text', long: 'storing the first words' },
  relay: { short: 'Relay', long: 'passing the first words on' },
  network: { short: 'Network', long: 'the way to the customer' },
};
