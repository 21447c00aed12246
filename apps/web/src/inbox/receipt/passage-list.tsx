import type { AnswerReceipt } from '@frontdesk/protocol';
import { percent } from '../../words/percent.ts';
import { webLink } from './decision-summary.ts';

/** What retrieval had found for an answer, best first. */
export function PassageList({ found }: Pick<AnswerReceipt, 'found'>) {
  return (
    <ol
      aria-label="Passages found"
      className="w-full divide-y divide-line rounded-xl border border-line bg-surface text-ink-faint text-xs"
    >
      {found.map((passage) => (
        <li key={passage.id} className="flex items-center gap-3 px-3 py-2">
          <span className="min-w-0 flex-1 text-ink text-sm [overflow-wrap:anywhere]">
            <Title title={passage.title} url={passage.url} />
          </span>
          {passage.quoted && (
            <span className="shrink-0 rounded-full bg-good-soft px-2 py-px font-medium text-good">Quoted</span>
          )}
          <Score score={passage.score} />
        </li>
      ))}
    </ol>
  );
}

function Title({ title, url }: { title: string; url: string | null }) {
  const href = webLink(url);
  const name = title || 'Without a title';
  if (href === null) return name;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="underline underline-offset-2">
      {name}
    </a>
  );
}

function Score({ score }: { score: number }) {
  // Answers of before scores were probabilities have cosines, and a little for words.
  const likely = percent(Math.max(0, Math.min(1, score)));
  return (
    <span
      className="flex shrink-0 items-center gap-2 tabular-nums"
      title="How likely this passage answers the question"
    >
      <span aria-hidden="true" className="h-1.5 w-10 overflow-hidden rounded-full bg-hover max-sm:hidden">
        <span className="block h-full rounded-full bg-ink-faint" style={{ width: likely }} />
      </span>
      <span className="sr-only">likely to answer: </span>
      {likely}
    </span>
  );
}
