import { inboxLimits } from '@frontdesk/protocol';
import { type FormEvent, useId, useState } from 'react';
import { keyHint } from '../keys/inbox-keys.ts';

interface Props {
  /** Those that are set already. */
  tags?: readonly string[];
  /** Those that there are, to choose from. */
  onTags?: (() => Promise<readonly string[]>) | undefined;
  /** @returns the sentence that says why it was refused; null when it was not */
  onAdd: (tag: string) => Promise<string | null>;
  /** How wide it is. */
  className?: string;
}

/** The field for another tag. */
export function TagField({ tags = [], onTags, onAdd, className = 'w-24 md:max-2xl:w-16' }: Props) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [known, setKnown] = useState<readonly string[]>([]);
  const problemId = useId();
  const knownId = useId();
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const tag = text.trim();
    setText('');
    setProblem(null);
    if (tag === '') return;
    const refused = await onAdd(tag);
    setProblem(refused);
    // What has been typed since stays.
    if (refused !== null) setText((now) => now || tag);
  };
  return (
    <form onSubmit={(event) => void add(event)} className="flex flex-wrap items-center gap-2">
      <input
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        // What others have set meanwhile is among them.
        onFocus={() => void onTags?.().then(setKnown)}
        list={knownId}
        autoComplete="off"
        maxLength={inboxLimits.tagChars}
        dir="auto"
        aria-label="Add a tag"
        aria-invalid={problem !== null}
        aria-describedby={problemId}
        placeholder="Tag…"
        {...keyHint('tag', 'Add a tag')}
        className={`${className} rounded-lg border border-line border-dashed bg-transparent px-2 py-1.5 text-sm placeholder:text-ink-faint aria-invalid:border-bad`}
      />
      <datalist id={knownId}>
        {known
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
      <p id={problemId} role="alert" className="text-bad text-xs empty:hidden">
        {problem}
      </p>
    </form>
  );
}
