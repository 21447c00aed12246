import { documentLimits } from '../../limits.ts';
import { attribute, type Element } from './elements.ts';

export function linksOf(elements: readonly Element[], base: string | undefined): string[] {
  const links = new Set<string>();
  for (const element of elements) {
    if (links.size >= documentLimits.links) break;
    if (element.tagName !== 'a' && element.tagName !== 'area') continue;
    if (/\bnofollow\b/i.test(attribute(element, 'rel') ?? '') || attribute(element, 'download') !== undefined) continue;
    const link = resolve(attribute(element, 'href'), base);
    if (link && /^https?:/.test(link)) links.add(link);
  }
  return [...links];
}

export function resolve(address: string | undefined, base: string | undefined): string | undefined {
  if (address === undefined || address.length > documentLimits.addressChars) return undefined;
  return URL.canParse(address.trim(), base) ? new URL(address.trim(), base).href : undefined;
}

export function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
