import { useEffect, useRef } from 'react';
import { useSiteHref } from '../../admin/admin-sites.tsx';
import { countOf } from '../../words/count-of.ts';
import type { CannedList as Listed } from './use-canned-list.ts';

/** Over the field that a shortcut is typed in. */
export function CannedList({ list }: { list: Listed | null }) {
  const box = useRef<HTMLDivElement>(null);
  const active = list?.active;
  useEffect(() => {
    if (active !== undefined) box.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <>
      <p role="status" className="sr-only">
        {list && countOf(list.replies.length, 'canned reply', 'canned replies')}
      </p>
      {list && (
        <div
          ref={box}
          id={list.id}
          role="listbox"
          aria-label="Canned replies"
          className="absolute inset-x-0 bottom-full z-20 mb-1.5 max-h-60 overflow-y-auto rounded-xl border border-line bg-surface p-1 shadow-lift"
        >
          {list.replies.map((reply, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active one
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
            <div
              key={reply.id}
              id={`${list.id}-${index}`}
              role="option"
              aria-selected={index === list.active}
              // Before the field loses the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => list.choose(reply)}
              className="cursor-pointer rounded-lg px-2.5 py-1.5 hover:bg-hover aria-selected:bg-hover"
            >
              <p className="font-medium font-mono text-xs">/{reply.shortcut}</p>
              <p dir="auto" className="truncate text-ink-soft text-sm">
                {reply.text}
              </p>
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** In the list's place at a site that has none. */
export function NoCannedReplies() {
  const siteHref = useSiteHref();
  return (
    <p
      role="status"
      className="absolute inset-x-0 bottom-full z-20 mb-1.5 rounded-xl border border-line bg-surface px-3.5 py-2.5 text-ink-soft text-sm shadow-lift"
    >
      No canned replies yet.{' '}
      <a
        href={siteHref('/admin/settings/replies')}
        target="_blank"
        rel="noreferrer"
        className="font-medium text-ink underline underline-offset-2"
      >
        Write the first
      </a>
    </p>
  );
}
