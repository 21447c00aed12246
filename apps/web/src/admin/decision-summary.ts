import type { AnswerReceipt } from '@frontdesk/protocol';

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
export function decisionSummary({ mode, confidence, found, stale, guarded }: AnswerReceipt): {
  text: string;
  marks: DecisionMark[];
} {
  const quoted = found.filter((passage) => passage.quoted).length;
  const words = quoted > 0 ? 'Word for word' : 'A prepared reply';
  const parts = [mode === 'quote' ? words : (modes[mode] ?? mode)];
  if (confidence !== null) parts.push(`${percent(confidence)} sure`);
  if (found.length > 0) parts.push(`${quoted} of ${found.length} passages quoted`);
  const marks: DecisionMark[] = [];
  if (stale) marks.push({ label: 'Stale', meaning: 'A passage of it was edited or deleted since.' });
  if (guarded) {
    marks.push({ label: 'Guarded', meaning: 'The model was kept from saying something that no passage says.' });
  }
  return { text: parts.join(' · '), marks };
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** An address that may be a link; null for all else. */
export function webLink(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
