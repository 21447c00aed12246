import type { AnswerReceipt, GenerationTimings } from '@frontdesk/protocol';
import { dateTime } from '../../words/clock-time.ts';
import { countOf } from '../../words/count-of.ts';
import { formatMs } from '../../words/duration.ts';
import { pace } from './receipt-parts.ts';

export interface ReceiptRow {
  label: string;
  value: string;
  /** In full, where the value is shortened. */
  title?: string;
}

/** Of a hash, what tells two models apart. */
const hashShown = 10;

/** Pure: what an answer was made by and from, and what it took; without what is not known. */
export function receiptRows(
  { mode, made, keptSince, unfinished }: Pick<AnswerReceipt, 'mode' | 'made' | 'keptSince' | 'unfinished'>,
  { clientTtftMs, gatewayTtftMs, totalMs, promptTokens, generatedTokens, tokensPerSecond, cached }: GenerationTimings,
): ReceiptRow[] {
  const rows: ReceiptRow[] = [];
  const add = (label: string, value: string | null | undefined, title?: string) => {
    if (value) rows.push({ label, value, ...(title && { title }) });
  };
  if (clientTtftMs !== null) add('First words', `${formatMs(clientTtftMs)}, at the customer`);
  else if (gatewayTtftMs !== null) add('First words', `${formatMs(gatewayTtftMs)}, at the gateway`);
  if (totalMs !== null) add(unfinished ? 'Ended after' : 'Whole answer', formatMs(totalMs));
  if (mode === 'approved') add('Written by', 'A person: no model ran');
  else if (cached)
    add('Answer cache', `${keptSince ? `Kept since ${dateTime(keptSince)}` : 'Kept words'}: no model ran`);
  if (promptTokens === 0) add('Prompt', 'Not read: nothing was left for the model to choose');
  else if (promptTokens !== null) add('Prompt', `${countOf(promptTokens, 'token')}${ofPrefix(made)}`);
  if (generatedTokens) add('Answer', `${countOf(generatedTokens, 'token')}${pace(tokensPerSecond)}`);
  if (!made) return rows;
  const hash = `${made.modelHash.slice(0, hashShown)}…`;
  add('Model', made.modelName ? `${made.modelName} (${hash})` : hash, made.modelHash);
  add('System prompt', made.promptVersion === null ? null : `Version ${made.promptVersion}`);
  add('Knowledge', made.knowledgeVersion === null ? null : `Version ${made.knowledgeVersion}`);
  add('Sampling', cached || promptTokens === 0 ? null : sampling(made));
  add('Worker', made.workerId, made.workerId ?? undefined);
  add('Taken up', made.claims > 1 ? `by ${made.claims} workers, one after the other` : null);
  add('Ended', made.finishReason === 'length' ? 'Cut off: it was too long' : null);
  return rows;
}

function ofPrefix(made: AnswerReceipt['made']): string {
  if (!made?.prefixTokens) return '';
  const saved = made.prefixSavedMs ? `, which saved ${formatMs(made.prefixSavedMs)}` : '';
  return `, ${made.prefixTokens.toLocaleString('en')} from the prefix cache${saved}`;
}

const sampling = ({ temperature, topP }: NonNullable<AnswerReceipt['made']>): string =>
  temperature === 0 ? 'The likeliest token each time' : `Temperature ${short(temperature)}, top-p ${short(topP)}`;

const short = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 });
