import type { WidgetSettings } from '../../packages/protocol/src/index.ts';

/** What a demo site is made of. */
export interface DemoSite {
  key: string;
  name: string;
  greeting: string;
  colour: string;
  suggestions: string[];
  /** What differs from the defaults. */
  widgetSettings?: Partial<WidgetSettings>;
  /** Who the assistant is and how it speaks; what it knows are the facts. */
  systemPrompt: string;
  facts: readonly DemoFact[];
}

/**
 * A fact as an owner types it. One or two plain sentences, each of which can be read alone: an answer quotes them word for
 * word. The title is shown to customers as the answer's source.
 */
export interface DemoFact {
  title: string;
  text: string;
}
