'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

interface Basket {
  count: number;
  /** What was added last, for the announcement. */
  lastAdded: string | null;
  add: (name: string) => void;
}

const BasketContext = createContext<Basket>({ count: 0, lastAdded: null, add: () => undefined });

/** Counts what is put in the basket while the page is open; the demo shop has no checkout. */
export function BasketProvider({ children }: { children: ReactNode }) {
  const [added, setAdded] = useState<readonly string[]>([]);
  const add = useCallback((name: string) => setAdded((before) => [...before, name]), []);
  const basket = useMemo(() => ({ count: added.length, lastAdded: added.at(-1) ?? null, add }), [added, add]);
  return <BasketContext value={basket}>{children}</BasketContext>;
}

export function AddToBasket({ name }: { name: string }) {
  const { add } = useContext(BasketContext);
  return (
    <button
      type="button"
      onClick={() => add(name)}
      className="rounded-full border border-(--shop-line-strong) px-3.5 py-1.5 font-medium text-(--shop-ink) text-sm transition-colors hover:border-(--shop-green) hover:bg-(--shop-green) hover:text-(--shop-on-green)"
    >
      Add <span className="sr-only">{name} to basket</span>
    </button>
  );
}

export function BasketCount() {
  const { count, lastAdded } = useContext(BasketContext);
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap rounded-full border border-(--shop-line-strong) px-3.5 py-1.5 text-sm">
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-4 fill-none stroke-current" strokeWidth="1.6">
        <path
          d="M3 7h14l-1.4 9.2a1 1 0 0 1-1 .8H5.4a1 1 0 0 1-1-.8zM7 7l1.5-4M13 7l-1.5-4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>
        <span className="max-sm:sr-only">Basket </span>
        <span className="tabular-nums">
          <span className="max-sm:hidden">(</span>
          {count}
          <span className="max-sm:hidden">)</span>
        </span>
      </span>
      <span role="status" className="sr-only">
        {lastAdded ? `${lastAdded} added. ${count} in the basket.` : ''}
      </span>
    </span>
  );
}
