import { attribute, type Element, isHeading, isHidden, isInside } from './elements.ts';
import { isOfCustomers } from './left-out.ts';

/** What stands above and below the main part of a page, on other pages of its site too. */
export interface PartsAround {
  headers: Element[];
  footers: Element[];
}

/** The id or a class of what is a footer in all but name; cards, windows and posts have footers of their own. */
const footerName =
  /(?:^|\s)(?!(?:[\w-]*[-_])?(?:card|modal|dialog|popup|panel|cookie|cart|entry|post|comment|article|product|item|table|form)s?[-_])(?:[\w-]*[-_])?footer(?:\s|$)/i;

export function partsAround(elements: readonly Element[], main: Element): PartsAround {
  const isAround = (element: Element) => isOfPage(element) && !isInside(main, (outer) => outer === element);
  const named = new Set(namedFooters(elements, main));
  const footers = new Set(elements.filter((element) => (isFooter(element) || named.has(element)) && isAround(element)));
  const headers = new Set(elements.filter((element) => isHeader(element) && isAround(element)));
  const outermost = (parts: ReadonlySet<Element>) =>
    [...parts].filter((part) => !isInside(part, (outer) => footers.has(outer) || headers.has(outer)));
  return { headers: outermost(headers), footers: outermost(footers) };
}

function namedFooters(elements: readonly Element[], main: Element): Element[] {
  // Where no part is the main one, whatever holds the first heading is more than a footer.
  const heading = main.tagName === 'body' ? elements.findIndex(isHeading) : 0;
  const behind = heading < 0 ? [] : elements.slice(heading);
  return behind.filter((element) =>
    [attribute(element, 'id'), attribute(element, 'class')].some((name) => footerName.test(name ?? '')),
  );
}

const isFooter = (element: Element) => element.tagName === 'footer' || attribute(element, 'role') === 'contentinfo';
const isHeader = (element: Element) => element.tagName === 'header' || attribute(element, 'role') === 'banner';

/** To be seen, and not of a comment, an article or a section, which have headers and footers of their own. */
function isOfPage(element: Element): boolean {
  const isNone = (one: Element) =>
    isHidden(one) || isOfCustomers(one) || /^(?:main|article|section)$/.test(one.tagName);
  return !isNone(element) && !isInside(element, isNone);
}
