import type { Passage } from './make-passages.ts';

/** What a new reading of a document changes. */
export interface PassageChanges<Stored> {
  /** The same titles and sentences: what was made of them stays; `position` and `link` may be new. */
  kept: { stored: Stored; passage: Passage; position: number }[];
  added: { passage: Passage; position: number }[];
  removed: Stored[];
}

/** Compares what is stored of a document with what was read of it now. Positions count from 0 in the new order. */
export function diffPassages<Stored extends { hash: string }>(
  stored: readonly Stored[],
  passages: readonly Passage[],
): PassageChanges<Stored> {
  const left = new Map(stored.map((one) => [one.hash, one]));
  const changes: PassageChanges<Stored> = { kept: [], added: [], removed: [] };
  for (const [position, passage] of passages.entries()) {
    const same = left.get(passage.hash);
    left.delete(passage.hash);
    if (same) changes.kept.push({ stored: same, passage, position });
    else changes.added.push({ passage, position });
  }
  const kept = new Set(changes.kept.map((one) => one.stored));
  changes.removed = stored.filter((one) => !kept.has(one));
  return changes;
}
