import type { AnswerReceipt, UnfinishedAnswer } from '@frontdesk/protocol';
import { countOf } from '../../words/count-of.ts';
import { percent } from '../../words/percent.ts';

const modes: Record<string, string> = {
  phrase: 'Own words, guarded',
  plain: 'Own words, from the prompt alone',
  approved: 'Approved answer, word for word',
};

/** What an agent should know about an answer before trusting it. */
export interface DecisionMark {
  label: string;
  meaning: string;
}

/** The receipt of an answer in one line, and what is out of the ordinary about it. */
export function decisionSummary(receipt: AnswerReceipt): { text: string; marks: DecisionMark[] } {
  const { mode, confidence, found, stale, guarded, keptSince, fromServer, unfinished } = receipt;
  // Of a prepared reply nobody doubts the words: what was doubted is that there were better ones.
  const isPrepared = !unfinished && !fromServer && mode === 'quote' && !found.some(({ quoted }) => quoted);
  const words = fromServer ? 'What the site’s own server said, word for word' : wordsOf(mode);
  const parts = unfinished
    ? [said(unfinished)]
    : [...(keptSince ? ['From the answer cache'] : []), isPrepared ? 'A prepared reply' : words];
  if (confidence !== null) parts.push(`${percent(confidence)} sure${isPrepared ? ' that the facts answer it' : ''}`);
  if (found.length > 0) {
    parts.push(unfinished || isPrepared ? `${countOf(found.length, 'passage')} found` : quotedOf(found));
  }
  const marks: DecisionMark[] = [];
  if (stale) marks.push({ label: 'Stale', meaning: 'A passage of it was edited or deleted since.' });
  if (guarded) {
    marks.push({ label: 'Guarded', meaning: 'The model was kept from saying something that no passage says.' });
  }
  return { text: parts.join(' · '), marks };
}

const wordsOf = (mode: string): string => (mode === 'quote' ? 'Word for word' : (modes[mode] ?? mode));

const quotedOf = (found: AnswerReceipt['found']): string =>
  `${found.filter(({ quoted }) => quoted).length} of ${countOf(found.length, 'passage')} quoted`;

const said = ({ tokens }: UnfinishedAnswer): string =>
  tokens === 0 ? 'Nothing was said' : `${countOf(tokens, 'token')} said`;

/** An address that may be a link; null for all else. */
export function webLink(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
