'use client';

import { useRef, useState } from 'react';
import { adminRequest, sentenceOf } from './admin-request.ts';
import { useLoaded } from './use-loaded.ts';

interface Pages<Item> {
  /** Of all pages that were read; null until the first is here. */
  items: readonly Item[] | null;
  problem: string | null;
  /** Reads the next page, unless it is on its way; null where there is none. */
  showMore: (() => Promise<void>) | null;
  /** Begins again with the first page. */
  reload(): Promise<void>;
}

/**
 * A list that the gateway gives page by page: the first as `useLoaded` does, the next behind the last item that is here.
 * @param itemsOf what is listed, of a page
 */
export function usePages<Page extends { more: boolean }, Item extends { id: string }>(
  path: string,
  itemsOf: (page: Page) => readonly Item[],
): Pages<Item> {
  const { data: first, problem, reload } = useLoaded<Page>(path);
  const current = useRef(first);
  current.current = first;
  // Both count for the list that they were read for.
  const [further, setFurther] = useState<{ of: Page; items: readonly Item[]; more: boolean } | null>(null);
  const [lost, setLost] = useState<{ of: Page; problem: string } | null>(null);
  /** Of which list a page is on its way: a late one would take away what was read behind it. */
  const reading = useRef<Page | null>(null);
  const shown = further?.of === first ? further : first && { items: itemsOf(first), more: first.more };

  const showMore = async () => {
    if (!first || !shown || reading.current === first) return;
    reading.current = first;
    setLost(null);
    try {
      const before = `${path.includes('?') ? '&' : '?'}before=${shown.items.at(-1)?.id}`;
      const page = await adminRequest<Page>('GET', `${path}${before}`);
      if (current.current !== first) return;
      setFurther({ of: first, items: [...shown.items, ...itemsOf(page)], more: page.more });
    } catch (error) {
      setLost({ of: first, problem: sentenceOf(error) });
    } finally {
      if (reading.current === first) reading.current = null;
    }
  };
  return {
    items: shown?.items ?? null,
    problem: problem ?? (lost?.of === first ? lost.problem : null),
    showMore: shown?.more ? showMore : null,
    reload,
  };
}
