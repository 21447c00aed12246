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
  /** Reads all pages that are shown again. */
  reload(): Promise<void>;
}

/** Pages that were read one behind the other, of the list at a path. */
interface Listed<Item> {
  path: string;
  items: readonly Item[];
  more: boolean;
  pages: number;
}

/**
 * A list that the gateway gives page by page: the first as `useLoaded` does, the next behind the last item that is here.
 * @param itemsOf what is listed, of a page
 */
export function usePages<Page extends { more: boolean }, Item extends { id: string }>(
  path: string,
  itemsOf: (page: Page) => readonly Item[],
): Pages<Item> {
  const current = useRef<Listed<Item> | null>(null);
  const readNext = async ({ path, items, pages }: Listed<Item>): Promise<Listed<Item>> => {
    const last = items.at(-1);
    const before = last ? `${path.includes('?') ? '&' : '?'}before=${last.id}` : '';
    const page = await adminRequest<Page>('GET', `${path}${before}`);
    return { path, items: [...items, ...itemsOf(page)], more: page.more, pages: pages + 1 };
  };
  const readShown = async (path: string): Promise<Listed<Item>> => {
    const isShown = (pages: number) => current.current?.path === path && pages <= current.current.pages;
    let read = await readNext({ path, items: [], more: true, pages: 0 });
    while (read.more && isShown(read.pages + 1)) read = await readNext(read);
    return read;
  };
  const { data: loaded, problem, reload } = useLoaded(path, undefined, undefined, readShown);
  // Both count for the list that they were read for.
  const [further, setFurther] = useState<{ of: Listed<Item>; listed: Listed<Item> } | null>(null);
  const [lost, setLost] = useState<{ of: Listed<Item>; problem: string } | null>(null);
  /** Of which list a page is on its way: a late one would take away what was read behind it. */
  const reading = useRef<Listed<Item> | null>(null);
  const shown = further?.of === loaded ? further.listed : loaded;
  current.current = shown;

  const showMore = async () => {
    if (!loaded || !shown || reading.current === loaded) return;
    reading.current = loaded;
    setLost(null);
    try {
      const listed = await readNext(shown);
      if (current.current === shown) setFurther({ of: loaded, listed });
    } catch (error) {
      setLost({ of: loaded, problem: sentenceOf(error) });
    } finally {
      if (reading.current === loaded) reading.current = null;
    }
  };
  return {
    items: shown?.items ?? null,
    problem: problem ?? (lost?.of === loaded ? lost.problem : null),
    showMore: shown?.more ? showMore : null,
    reload,
  };
}
