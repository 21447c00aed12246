import { inboxLimits } from '@frontdesk/protocol';
import { X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { keyHint } from '../keys/inbox-keys.ts';

interface Props {
  tags: readonly string[];
  /** Those that there are, to choose from. */
  onTags?: (() => Promise<readonly string[]>) | undefined;
  /** @returns the sentence that says why it was refused; null when it was not */
  onAdd: (tag: string) => Promise<string | null>;
  onRemove: (tag: string) => void;
}

/** The tags of a conversation, and the field for another one. */
export function Tags({ tags, onTags, onAdd, onRemove }: Props) {
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
    <>
      <ul aria-label="Tags" className="flex flex-wrap gap-1.5 empty:hidden">
        {tags.map((tag) => (
          <li
            key={tag}
            className="flex items-center gap-1 rounded-full bg-info-soft py-0.5 pr-1 pl-2.5 text-info text-xs"
          >
            <span dir="auto" className="max-w-40 truncate">
              {tag}
            </span>
            <button
              type="button"
              aria-label={`Remove the tag ${tag}`}
              onClick={() => onRemove(tag)}
              className="grid size-6 place-items-center rounded-full hover:bg-hover"
            >
              <X aria-hidden="true" className="size-3" />
            </button>
          </li>
        ))}
      </ul>
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
          className="w-24 rounded-lg border border-line border-dashed md:max-2xl:w-16 bg-transparent px-2 py-1.5 text-sm placeholder:text-ink-faint aria-invalid:border-bad"
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
    </>
  );
}
