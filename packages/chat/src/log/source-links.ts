import type { AnswerSource } from '@frontdesk/protocol';
import { webAddress } from './web-address.ts';

/** A source as it is shown. `href` is null where there is nothing to open. */
export interface SourceLink {
  title: string;
  href: string | null;
}

/**
 * Pure: what to show of an answer's sources, in their order. Passages of one place are one link; addresses that are not
 * http(s) are none; what has neither title nor address is left out.
 */
export function sourceLinks(sources: readonly AnswerSource[]): SourceLink[] {
  const links = new Map<string, SourceLink>();
  for (const source of sources) {
    const address = ofTheWeb(source.url);
    const title = source.title.trim() || (address?.host ?? '');
    const href = address?.href ?? null;
    if (title !== '') links.set(`${href} ${title}`, { title, href });
  }
  return [...links.values()];
}

function ofTheWeb(url: string | null): URL | null {
  const address = url === null ? null : webAddress(url);
  return address?.protocol === 'https:' || address?.protocol === 'http:' ? address : null;
}
