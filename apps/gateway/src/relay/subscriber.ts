import type { Attention, ConversationEvent, EventAudience, GenerationText, QueuePlace } from '@frontdesk/protocol';

/** Somebody who follows conversations here: a customer's socket, an agent's, or a `POST /v1/chat` that waits. */
export interface Subscriber {
  readonly audience: EventAudience;
  /** True once it has gone: whoever goes while joining must not be kept. */
  gone(): boolean;
  event(event: ConversationEvent): void;
  text(words: GenerationText): void;
  /** An answer still waits for a worker; left out by those who have no use for it. */
  waiting?(place: QueuePlace): void;
  /** Somebody looks at it or types in it; left out by those who have no use for it. */
  attention?(attention: Attention): void;
  /** The conversation is gone; left out by those who are told otherwise. */
  deleted?(): void;
}
