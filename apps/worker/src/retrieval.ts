import { needsPreviousQuestion } from '@frontdesk/answers';
import type { MessageRole } from '@frontdesk/protocol';

export interface RetrievedPassage {
  id: string;
  title: string;
  /** Whole sentences. */
  text: string;
  /** How well it fits the question, from 0 to 1. */
  score: number;
}

export interface Asked {
  question: string;
  /** The customer's question before this one, where this one can't be understood without. */
  previousQuestion: string | undefined;
}

/** Finds the passages that may answer a question, best first, three at most; null for a site without knowledge. */
export type Retrieve = (asked: Asked & { siteId: string }) => Promise<readonly RetrievedPassage[] | null>;

/** As if no site had any knowledge. */
export const noKnowledge: Retrieve = async () => null;

/** What a conversation asks at its end. */
export function theQuestion(history: readonly { role: MessageRole; text: string }[]): Asked {
  const [previous, question] = history
    .filter(({ role, text }) => role === 'visitor' && text.trim() !== '')
    .slice(-2)
    .map(({ text }) => text);
  if (question === undefined) return { question: previous ?? '', previousQuestion: undefined };
  return { question, previousQuestion: needsPreviousQuestion(question) ? previous : undefined };
}
