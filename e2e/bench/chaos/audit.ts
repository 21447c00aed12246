import type { ChatMessage } from './chat-customer.ts';
import type { Stored, StoredAnswer, StoredChunk } from './stored-answers.ts';

/**
 * `lost`: a customer's message is not stored; `doubled`: it is stored or answered twice, or nobody sent it; `unended`: its
 * answer neither is there nor was given up; `torn`: words are missing, twice, or others than the customer saw.
 */
export type ProblemKind = 'lost' | 'doubled' | 'unended' | 'torn';

export interface Problem {
  kind: ProblemKind;
  /** In words. */
  what: string;
}

/** Pure: compares what customers sent and saw with what is stored. */
export function audit(messages: readonly ChatMessage[], { clientMessageIds, answers }: Stored): Problem[] {
  const sent = new Map(messages.map((message) => [message.clientMessageId, message]));
  const answersOf = groupBy(answers, ({ clientMessageId }) => clientMessageId);
  const copies = groupBy(clientMessageIds, (id) => id);
  return [
    ...messages.flatMap((message) => {
      const { clientMessageId: id, outcome } = message;
      const times = copies.get(id)?.length ?? 0;
      if (times > 1) return problem('doubled', `message ${id} is stored ${times} times`);
      // Its customer knows that it was not taken.
      if (outcome === 'refused' && times === 0) return [];
      if (times === 0) return problem('lost', `message ${id} is not stored`);
      return auditAnswers(message, answersOf.get(id) ?? []);
    }),
    ...[...copies.keys()].flatMap((id) => (sent.has(id) ? [] : problem('doubled', `nobody sent message ${id}`))),
  ];
}

function auditAnswers({ clientMessageId, outcome, text }: ChatMessage, answers: readonly StoredAnswer[]): Problem[] {
  const [answer, ...others] = answers;
  if (!answer) return problem('lost', `message ${clientMessageId} has no answer`);
  if (others.length > 0) return problem('doubled', `message ${clientMessageId} has ${answers.length} answers`);
  const { generationId: id, state, texts, endings, chunks } = answer;
  const hasEnded = !['queued', 'running'].includes(state);
  const isDone = state === 'done';
  const stored = texts[0] ?? '';
  return [
    ...(hasEnded && endings > 0 ? [] : problem('unended', `answer ${id} is ${state} and has ${endings} endings`)),
    ...(isDone && texts.length === 0 ? problem('unended', `answer ${id} is done without a text`) : []),
    ...(texts.length > 1 || endings > 1
      ? problem('doubled', `answer ${id} has ${texts.length} texts and ${endings} endings`)
      : []),
    ...tornAt(chunks).flatMap((what) => problem('torn', `answer ${id}: ${what}`)),
    ...(texts.length > 0 && joined(chunks) !== stored ? problem('torn', `answer ${id} is not its chunks`) : []),
    ...(outcome === 'wrong-text' ? problem('torn', `answer ${id} changed before its customer’s eyes`) : []),
    ...(outcome === 'answered' && text !== stored ? problem('torn', `answer ${id} is not what its customer saw`) : []),
  ];
}

/** Where chunks overlap or leave a hole, or an earlier claim wrote after a later one. */
export function tornAt(chunks: readonly StoredChunk[]): string[] {
  let [tokens, chars, epoch] = [0, 0, 0];
  const torn: string[] = [];
  for (const chunk of chunks) {
    if (chunk.firstToken !== tokens) torn.push(`token ${tokens} is expected, a chunk begins with ${chunk.firstToken}`);
    if (chunk.position !== chars) torn.push(`text goes on at ${chars}, a chunk begins at ${chunk.position}`);
    if (chunk.epoch < epoch) torn.push(`epoch ${chunk.epoch} wrote after epoch ${epoch}`);
    tokens = chunk.firstToken + chunk.tokens;
    chars = chunk.position + chunk.text.length;
    epoch = chunk.epoch;
  }
  return torn;
}

function joined(chunks: readonly StoredChunk[]): string {
  return chunks.map(({ text }) => text).join('');
}

function problem(kind: ProblemKind, what: string): Problem[] {
  return [{ kind, what }];
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
