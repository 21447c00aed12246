import { attribute, descendants, type Element, isHidden, isInside, named, nodesOf, ownText } from './elements.ts';

/** Never text of the page; what is struck out, such as a former price, holds no more. */
const silent = new Set(
  's strike del script title style noscript template svg math canvas iframe object embed video audio map select textarea button input head dialog'.split(
    ' ',
  ),
);
/** Of what opens over the page or looks through it. */
const toolRoles = new Set(['search', 'dialog', 'alertdialog']);

const none: ReadonlySet<string> = new Set();

/** @param folded ids of what is hidden until somebody unfolds it */
export const isUnseen = (element: Element, folded = none): boolean =>
  silent.has(element.tagName) ||
  toolRoles.has(attribute(element, 'role') ?? '') ||
  (isHidden(element) && !folded.has(attribute(element, 'id') ?? ''));

/** What the main part of a page does not say: most of it is the same on every page of a site. */
export function isLeftOut(element: Element, folded = none): boolean {
  if (isUnseen(element, folded)) return true;
  const { tagName } = element;
  const role = attribute(element, 'role');
  if (isNavigation(element)) return !holdsProse(element);
  if (tagName === 'aside' || role === 'complementary') return !isRemark(element);
  if (tagName === 'footer' || role === 'contentinfo' || role === 'banner') return true;
  if (tagName === 'form') return !holdsPage(element);
  return tagName === 'header' && !isInside(element, ({ tagName: outer }) => /^(?:main|article|section)$/.test(outer));
}

/** The same of what stands around the main part. */
export const isLeftOutAround = (element: Element, folded = none): boolean =>
  isUnseen(element, folded) || isNavigation(element) || element.tagName === 'form';

const isNavigation = (element: Element) => element.tagName === 'nav' || attribute(element, 'role') === 'navigation';

/** Beside the text of a page, not beside the page; a list of links is none. */
function isRemark(aside: Element): boolean {
  if (!isInside(aside, (outer) => /^(?:main|article)$/.test(outer.tagName) || attribute(outer, 'role') === 'main'))
    return false;
  const { linked, other } = textsOf(aside);
  return linked.length <= other.length;
}

/** Some site builders unfold answers in what is called a navigation. */
function holdsProse(navigation: Element): boolean {
  const { linked, other } = textsOf(navigation);
  return linked.length < other.length && /\p{L}["')]?[.!?](?:\s|$)/u.test(other);
}

/** What an element's links say, and what the rest of it says. */
function textsOf(element: Element): { linked: string; other: string } {
  const texts = { linked: '', other: '' };
  for (const node of nodesOf(element, isUnseen)) {
    const said = ownText(node).trim();
    if (said !== '') texts[isInside(node, named('a')) ? 'linked' : 'other'] += `${said} `;
  }
  return texts;
}

/** Some servers (ASP.NET) put a whole page into a form; one that is to be filled in holds no part of a page. */
function holdsPage(form: Element): boolean {
  const parts = new Set(['main', 'article', 'nav', 'header', 'footer', 'h1']);
  for (const inner of descendants(form)) if (parts.has(inner.tagName)) return true;
  return false;
}
