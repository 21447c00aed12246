import { CodedError, type MessageRole } from '@frontdesk/protocol';
import type { ChatMessage } from '@frontdesk/tokenizer';
import { cleanText } from './clean-text.ts';
import { normalisePassage } from './passage-text.ts';

export interface PromptSource {
  siteName: string;
  /** The site's published prompt: what the assistant knows. */
  systemPrompt: string;
  /** Oldest first; the last one is the customer's question. */
  history: readonly { role: MessageRole; text: string }[];
  /** Texts of the passages that may answer the question, best first; none where such are never looked for. */
  passages?: readonly string[];
}

export interface PromptBudget {
  /** Most tokens that the messages may take together. */
  budgetTokens: number;
  /** Tokens that one message takes in the prompt, the template's frame around it included. */
  countTokens(message: ChatMessage): number;
}

/** Of the conversation's room, what is kept for passages: as much whatever was found, or the cut would move with it. */
const PASSAGE_SHARE = 1 / 4;

/**
 * Makes the messages of a prompt: who the assistant is and what it knows, then the conversation, the question last.
 * When the conversation is too long its older half is dropped at once, and stays dropped while it grows on: the next
 * prompts begin with the same tokens, which is what a prefix cache needs. Passages stand with the question for the same
 * reason: behind all that the next prompt will begin with. They drop no turn, and are left out, the last first, where they
 * do not fit.
 * @returns the messages, and how many of the passages stand in them
 * @throws CodedError `message_too_long` when the question alone does not fit
 */
export function buildPrompt(
  source: PromptSource,
  { budgetTokens, countTokens }: PromptBudget,
): { messages: ChatMessage[]; passages: number } {
  const count = (messages: readonly ChatMessage[]) => messages.reduce((sum, message) => sum + countTokens(message), 0);
  const turns = toTurns(source.history);
  const costs = turns.map(count);
  const system: ChatMessage = { role: 'system', content: systemText(source) };
  const room = budgetTokens - countTokens(system);
  const kept = turns.slice(firstKeptTurn(costs, source.passages ? room * (1 - PASSAGE_SHARE) : room)).flat();
  const question = kept.pop();
  if (!question) throw new Error('a prompt needs a question');
  const left = room - count(kept);
  const lines = (source.passages ?? []).map((passage) => `- ${normalisePassage(passage)}`);
  for (let passages = lines.length; passages >= 0; passages -= 1) {
    const asked = withKnowledge(question, lines.slice(0, passages));
    if (countTokens(asked) <= left) return { messages: [system, ...kept, asked], passages };
  }
  throw new CodedError('message_too_long');
}

/** The question with what is known in front of it. */
function withKnowledge(question: ChatMessage, lines: readonly string[]): ChatMessage {
  if (lines.length === 0) return question;
  return { ...question, content: `What you know:\n${lines.join('\n')}\n\nQuestion: ${question.content}` };
}

/** Who the assistant is, and what its site says to it. */
export function systemText({ siteName, systemPrompt }: Pick<PromptSource, 'siteName' | 'systemPrompt'>): string {
  return `You are the customer support assistant of ${cleanText(siteName)}.\n${cleanText(systemPrompt).trim()}`;
}

/** A turn is what the customer said and what was answered. Neighbours of one role become one message: templates may insist on alternation. */
function toTurns(history: PromptSource['history']): ChatMessage[][] {
  const turns: ChatMessage[][] = [];
  for (const { role, text } of history) {
    const content = cleanText(text).trim();
    if (content === '') continue;
    const spoken: ChatMessage = { role: role === 'visitor' ? 'user' : 'assistant', content };
    const turn = turns.at(-1);
    const last = turn?.at(-1);
    if (turn && last?.role === spoken.role) turn[turn.length - 1] = { ...last, content: `${last.content}\n${content}` };
    else if (spoken.role === 'user') turns.push([spoken]);
    // What was said before the customer's first message answers nothing.
    else turn?.push(spoken);
  }
  return turns;
}

/**
 * Goes through the conversation as it grew: whenever the turns kept so far no longer fit, the older half of them goes.
 * So the cut depends on what was said, not on how long ago, and moves seldom.
 * @returns index of the first turn to keep: the last one, where not even that fits
 */
function firstKeptTurn(costs: readonly number[], room: number): number {
  let first = 0;
  let sum = 0;
  for (const [index, cost] of costs.entries()) {
    sum += cost;
    while (sum > room && first < index) {
      const end = first + Math.ceil((index - first) / 2);
      for (; first < end; first += 1) sum -= costs[first] ?? 0;
    }
  }
  return first;
}
