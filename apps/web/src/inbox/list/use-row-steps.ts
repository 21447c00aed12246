import { useEffect, useRef } from 'react';

interface Options<Row> {
  /** Null while it is on its way. */
  rows: readonly Row[] | null;
  /** What is open. */
  selectedId: string | null;
  onSelect: (row: Row) => void;
}

/**
 * Goes through a list, row by row, from what is open; where that has left the list, as what is resolved does, from where it stood.
 * @returns `goingTo`: what is open once the address is followed
 */
export function useRowSteps<Row extends { conversationId: string }>({ rows, selectedId, onSelect }: Options<Row>) {
  /** So that the next key goes on from there. */
  const goingTo = useRef(selectedId);
  /** The row that comes next where what is open has none. */
  const stood = useRef(0);
  /** What was pressed while the list was on its way, done once it is there. */
  const awaited = useRef<number | null>(null);
  useEffect(() => {
    goingTo.current = selectedId;
    stood.current = 0;
  }, [selectedId]);
  useEffect(() => {
    const at = rows?.findIndex((one) => one.conversationId === selectedId) ?? 0;
    if (at !== -1) stood.current = at;
  }, [rows, selectedId]);
  const step = (by: number) => {
    awaited.current = rows === null ? by : null;
    if (rows === null) return;
    const open = rows.findIndex((one) => one.conversationId === goingTo.current);
    const gone = by > 0 ? stood.current : stood.current - 1;
    const next = rows[open === -1 ? Math.max(0, Math.min(gone, rows.length - 1)) : open + by];
    if (next) onSelect(next);
  };
  useEffect(() => {
    if (rows !== null && awaited.current !== null) step(awaited.current);
  });
  return { step, goingTo };
}
