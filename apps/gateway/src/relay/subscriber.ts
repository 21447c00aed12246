import type { ConversationEvent, EventAudience, GenerationText } from '@frontdesk/protocol';

/** Somebody who follows conversations here: a customer's socket, an agent's, or a `POST /v1/chat` that waits. */
export interface Subscriber {
  readonly audience: EventAudience;
  /** True once it has gone: whoever goes while joining must not be kept. */
  gone(): boolean;
  event(event: ConversationEvent): void;
  text(words: GenerationText): void;
}
