import { type DiffPart, lineDiff } from './line-diff.ts';

const rowLooks = { same: '', changed: '', added: 'bg-good-soft text-good', removed: 'bg-bad-soft text-bad' } as const;
const rowMarks = { same: '  ', changed: '~ ', added: '+ ', removed: '− ' } as const;

/** Which lines and words went, and which came. */
export function Comparison({ title, from, to }: { title: string; from: string; to: string }) {
  return (
    <figure>
      <figcaption className="text-ink-soft text-sm">{title}</figcaption>
      <ol className="relative mt-1.5 overflow-x-auto rounded-xl border border-line bg-sunken py-2 font-mono text-[0.8125rem] leading-relaxed">
        {lineDiff(from, to).map(({ kind, parts, at }) => (
          <li key={at} className={`whitespace-pre-wrap break-words px-3 ${rowLooks[kind]}`}>
            <span className="sr-only">{kind === 'same' ? '' : `${kind}: `}</span>
            <span aria-hidden="true">{rowMarks[kind]}</span>
            {kind === 'changed' ? parts.map((part) => <ChangedPart key={part.at} {...part} />) : parts[0]?.text}
          </li>
        ))}
      </ol>
    </figure>
  );
}

function ChangedPart({ kind, text }: DiffPart) {
  if (kind === 'same') return text;
  if (kind === 'added') return <ins className="rounded-sm bg-good-soft text-good">{text}</ins>;
  return <del className="rounded-sm bg-bad-soft text-bad">{text}</del>;
}
