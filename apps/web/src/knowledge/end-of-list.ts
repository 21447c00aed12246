import type { SourcesPage } from '@frontdesk/protocol';

/** Pure. What is said below the longest list of sources where there are more: how the others are found. */
export function endOfList({ sources, total }: Pick<SourcesPage, 'sources' | 'total'>, isSearch: boolean): string {
  const listed = sources.length.toLocaleString('en');
  return isSearch
    ? `The newest ${listed} sources with this in them are listed. Search for more of a name, address or text to find the others.`
    : `The newest ${listed} of ${total.toLocaleString('en')} sources are listed. A search for a name, address or text finds the others.`;
}
