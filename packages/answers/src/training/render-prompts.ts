/**
 * Puts the product's own prompts and replies into generated scenes, so that a model is trained on what it will read:
 * `npx tsx render-prompts.ts < scenes.jsonl > rendered.jsonl`.
 *
 * A scene gets `system` (the system message), `quotables` (what of the passages can be quoted in one go) and `list` (lead-ins and replies for its site); each item gets `user`.
 */
import { createInterface } from 'node:readline';
import { buildQuotePrompt } from '../build-quote-prompt.ts';
import { normalisePassage } from '../passage-text.ts';
import { quotablesOf } from '../quoting/quotable-passages.ts';
import { repliesIn } from '../replies/reply-list.ts';

interface Scene {
  siteName: string;
  systemPrompt: string;
  passages: string[];
  items: { question: string; previousQuestion?: string; user?: string }[];
}

const budget = { budgetTokens: Number.POSITIVE_INFINITY, countTokens: () => 0 };

for await (const line of createInterface({ input: process.stdin })) {
  const scene = JSON.parse(line) as Scene;
  let system = '';
  for (const item of scene.items) {
    const { messages } = buildQuotePrompt({ ...scene, ...item }, budget);
    system = messages[0]?.content ?? '';
    item.user = messages[1]?.content ?? '';
  }
  const passages = scene.passages.map(normalisePassage);
  const quotables = quotablesOf(passages.map((text) => ({ id: text, text, score: 1 }))).map(({ text }) => text);
  const list = repliesIn('en', scene.siteName);
  process.stdout.write(`${JSON.stringify({ ...scene, passages, system, quotables, list })}\n`);
}
