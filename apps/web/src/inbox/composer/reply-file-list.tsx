import { FileText, LoaderCircle, TriangleAlert, X } from 'lucide-react';
import type { ReplyFile } from '../drafts/reply-files.ts';

/** The files of the next reply, with how each stands and a way out. */
export function ReplyFileList({ files, onRemove }: { files: readonly ReplyFile[]; onRemove: (key: string) => void }) {
  return (
    <ul aria-label="Files of your reply" className="flex flex-wrap gap-2 px-2 pb-2 empty:hidden">
      {files.map(({ key, name, attachment, problem }) => (
        <li
          key={key}
          className={`flex max-w-full items-center gap-2 rounded-lg border py-1 pr-1 pl-2.5 text-xs ${problem ? 'border-bad bg-bad-soft text-bad' : 'border-line bg-surface'}`}
        >
          {problem ? (
            <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
          ) : attachment ? (
            <FileText aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
          ) : (
            <LoaderCircle aria-hidden="true" className="size-3.5 shrink-0 animate-spin text-ink-faint" />
          )}
          <span className="min-w-0" role={problem ? 'alert' : undefined}>
            <bdi className="block max-w-56 truncate font-medium">{name}</bdi>
            {problem}
            {!problem && !attachment && <span className="sr-only">is being uploaded</span>}
          </span>
          <button
            type="button"
            aria-label={`Remove ${name}`}
            onClick={() => onRemove(key)}
            className="grid size-6 shrink-0 place-items-center rounded-md hover:bg-hover"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}
