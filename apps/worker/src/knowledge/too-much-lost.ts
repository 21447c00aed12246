/** Fewer pages than that may all be others the next day. */
const fewDocuments = 4;

export interface Loss {
  /** Of how many documents something was known before. */
  known: number;
  /** Of how many at the most, since a person last had the web site imported. */
  peak: number;
  /** Of how many all that is known would be lost, and of how many something would be known then. */
  lost: number;
  left: number;
}

/**
 * Pure: whether a web site that is imported by itself would lose so much that a person has to look: more than half of what was known
 * before, or, night after night, so much that less than half is left of what was known at the most since a person did. A server in
 * trouble, or one that takes us for somebody else, shows most of its pages as gone, and nobody looks on.
 * @returns `at-once` or `by-and-by`; null where it may
 */
export function tooMuchLost({ known, peak, lost, left }: Loss): 'at-once' | 'by-and-by' | null {
  if (lost === 0) return null;
  if (known >= fewDocuments && lost > known / 2) return 'at-once';
  return peak >= fewDocuments && left < peak / 2 ? 'by-and-by' : null;
}
