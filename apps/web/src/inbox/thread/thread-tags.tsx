import { X } from 'lucide-react';
import { TagField } from './tag-field.tsx';

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
      <TagField {...{ tags, onTags, onAdd }} />
    </>
  );
}
