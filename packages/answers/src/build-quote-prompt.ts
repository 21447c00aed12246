import { CodedError } from '@frontdesk/protocol';
import type { ChatMessage } from '@frontdesk/tokenizer';
import { type PromptBudget, systemText } from './build-prompt.ts';
import { cleanText } from './clean-text.ts';
import { normalisePassage } from './passage-text.ts';

/** A third is rarely the one that answers, and every first word would wait until it is read. */
const mostPassages = 2;

export interface QuotePromptSource {
  siteName: string;
  /** The site's published prompt. */
  systemPrompt: string;
  /** Texts of the passages that may answer the question, best first. */
  passages: readonly string[];
  /** The customer's question before this one, if this one can't be understood without. */
  previousQuestion?: string | undefined;
  question: string;
}

/**
 * Makes the messages of a prompt in mode quote: one of the system, one of the customer. History is not read again.
 *
 * ```
 * system: You are the customer support assistant of Fernway.
 *         The site's prompt, as its owner wrote it, control characters and outer blanks removed.
 *         (empty line)
 *         What you know:
 *         - The best passage, on one line.
 *         - The second.
 * user:   Earlier question: Do you ship to Ireland?
 *         Question: And how long does it take?
 * ```
 *
 * The passages come right after the site's prompt, so customers whose questions find the same passages share their KV.
 * Without passages the empty line and what follows it are left out. Without a previous question the customer's message
 * is the question alone, with no word before it. Lines are joined by one line feed, and nothing ends with one.
 * Passages are as `normalisePassage` makes them; questions have their outer blanks and control characters removed.
 *
 * The answer that follows is a reply of the site's list, or a lead-in, a space and one to three sentences of the
 * passages with a space between two; then the model's end of turn.
 *
 * The last passages are left out when the prompt would not fit, then the previous question.
 * @throws CodedError `message_too_long` when the question alone does not fit
 */
export function buildQuotePrompt(
  source: QuotePromptSource,
  { budgetTokens, countTokens }: PromptBudget,
): { messages: ChatMessage[]; passages: number } {
  const question = cleanText(source.question).trim();
  const previous = cleanText(source.previousQuestion ?? '').trim();
  if (question === '') throw new Error('a prompt needs a question');
  const lines = source.passages.slice(0, mostPassages).map((passage) => `- ${normalisePassage(passage)}`);
  for (const asked of previous === ''
    ? [question]
    : [`Earlier question: ${previous}\nQuestion: ${question}`, question]) {
    for (let passages = lines.length; passages >= 0; passages -= 1) {
      const known = passages === 0 ? '' : `\n\nWhat you know:\n${lines.slice(0, passages).join('\n')}`;
      const messages: ChatMessage[] = [
        { role: 'system', content: systemText(source) + known },
        { role: 'user', content: asked },
      ];
      if (messages.reduce((sum, message) => sum + countTokens(message), 0) <= budgetTokens)
        return { messages, passages };
    }
  }
  throw new CodedError('message_too_long');
}
