import { type RefObject, useLayoutEffect } from 'react';

/** So many rows at the end are near: they are where the log grows and is read. */
const nearRows = 6;

/**
 * Marks the rows of a long log that are far from its end, `data-far`: the browser need not draw them until they come into view.
 * A selector that counts from the end would say the same, and have the style of every row worked out anew with each that comes.
 * @param count of the rows: they are marked anew when it changes
 */
export function useFarRows(listRef: RefObject<HTMLElement | null>, count: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows come and go with their count
  useLayoutEffect(() => {
    const rows = listRef.current?.children ?? [];
    for (const [index, row] of [...rows].entries()) row.toggleAttribute('data-far', index < rows.length - nearRows);
  }, [listRef, count]);
}
