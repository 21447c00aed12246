import type { Engine } from '@frontdesk/engine';
import type { Tokenizer } from '@frontdesk/tokenizer';
import type { Branch, Grade, Item, Scene } from './scenes.ts';

/** Grades an engine's model on every question of a scene as grade.py does: at the first token, and after the wanted lead-in. */
export async function gradeScene(engine: Engine, tokenizer: Tokenizer, scene: Scene): Promise<Grade[]> {
  const language = new Language(tokenizer, scene);
  const grades: Grade[] = [];
  for (const item of scene.items) grades.push(await gradeItem(engine, tokenizer, scene, language, item));
  return grades;
}

/** What can be said in a scene, as far as it is graded. */
class Language {
  /** The branch that each possible first token leads to. */
  readonly branches = new Map<number, Branch>();
  readonly leads = new Map<string, number[]>();
  readonly replies = new Map<string, Branch>();
  /** First tokens of what can be quoted. */
  readonly starts = new Map<string, number>();

  constructor(tokenizer: Tokenizer, { list, quotables }: Scene) {
    for (const { id, text } of list.leadIns) {
      const ids = tokenizer.encodeText(text);
      this.leads.set(id, ids);
      this.branches.set(ids[0] as number, 'answer');
    }
    for (const { id, kind, text } of list.replies) {
      const branch = kind === 'hand-over' ? 'hand-over' : 'reply';
      this.replies.set(id, branch);
      this.branches.set(tokenizer.encodeText(text)[0] as number, branch);
    }
    for (const text of quotables) {
      this.starts.set(text, tokenizer.encodeText(` ${text}`)[0] as number);
    }
  }
}

async function gradeItem(
  engine: Engine,
  tokenizer: Tokenizer,
  { system }: Scene,
  { branches, leads, replies, starts }: Language,
  item: Item,
): Promise<Grade> {
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: item.user },
  ] as const;
  const first = ascending(branches.keys());
  const second = ascending(starts.values());
  const lead = leads.get(item.lead ?? 'what-i-know') as number[];
  const shares = { answer: 0, 'hand-over': 0, reply: 0 };
  let picked = second[0];
  const steps = engine.generate({
    promptIds: tokenizer.encodeChat(messages, { addGenerationPrompt: true }),
    maxTokens: lead.length + 1,
    ...{ temperature: 0, topP: 1, seed: 0, stopIds: [] },
    allowedNext: ({ length }) => (length === 0 ? first : length < lead.length ? [lead[length] as number] : second),
    choose: (allowed, logits) => {
      if (allowed === second) {
        picked = likeliest(second, logits);
        return picked;
      }
      for (const [id, share] of softmax(first, logits)) shares[branches.get(id) as Branch] += share;
      return lead[0];
    },
  });
  for await (const _ of steps);
  const isWanted = (quote: string) => item.sentences?.some((sentence) => quote.includes(sentence));
  const wanted = [...starts].filter(([quote]) => isWanted(quote)).map(([, start]) => start);
  return {
    question: item.question,
    category: item.category,
    wanted: item.reply === undefined ? 'answer' : (replies.get(item.reply) as Branch),
    said: (Object.keys(shares) as Branch[]).reduce((most, branch) => (shares[branch] > shares[most] ? branch : most)),
    answer: shares.answer,
    handOver: shares['hand-over'],
    reply: shares.reply,
    sentence: wanted.length > 0 ? wanted.includes(picked as number) : null,
    choices: second.length,
  };
}

function ascending(ids: Iterable<number>): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}

function likeliest(ids: readonly number[], logits: Float32Array): number {
  return ids.reduce((best, id) => ((logits[id] as number) > (logits[best] as number) ? id : best));
}

function softmax(ids: readonly number[], logits: Float32Array): [id: number, share: number][] {
  const highest = logits[likeliest(ids, logits)] as number;
  const powers = ids.map((id) => Math.exp((logits[id] as number) - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return ids.map((id, index) => [id, (powers[index] as number) / total]);
}
