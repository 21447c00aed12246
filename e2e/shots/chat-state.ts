import type { SiteAppearance } from '@frontdesk/protocol';
import type { ChatStage } from './chat-stage.ts';
import type { Texts } from './texts.ts';

/** A state of the chat, with a gateway that says what the state needs. */
export interface ChatState {
  /** Of its pictures and its test. */
  name: string;
  /** Defaults to `widget`. */
  surface?: 'widget' | 'hosted';
  /** What differs from the usual site. */
  site?: (texts: Texts) => Partial<SiteAppearance>;
  /** Brings a fresh visitor's page there. */
  show(stage: ChatStage): Promise<void>;
}
