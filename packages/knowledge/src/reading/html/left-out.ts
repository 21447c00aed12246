import {
  attribute,
  childrenOf,
  descendants,
  type Element,
  isHidden,
  isInside,
  named,
  nodesOf,
  ownText,
  wordsOf,
} from './elements.ts';

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
  if (isUnseen(element, folded) || isOfCustomers(element)) return true;
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
  isUnseen(element, folded) || isOfCustomers(element) || isNavigation(element) || element.tagName === 'form';

/** What comments and reviews of customers stand in, with WordPress, WooCommerce, Disqus, Shopify and Judge.me too. */
const namesOfCustomers = new Set(
  'comments comments-area comment-list commentlist respond disqus_thread reviews woocommerce-Reviews shopify-product-reviews jdgm-widget'.split(
    ' ',
  ),
);

/** What such a part is made of; a heading or a line may be called so too: "Comments are welcome." */
const partOfSeveral = /^(?:h[2-6]|p|div|section|article|ul|ol|dl|li|form|blockquote)$/;

/** Comments and reviews are not what the company says; a page that is called so as a whole is none. */
export function isOfCustomers(element: Element): boolean {
  const names = [...wordsOf(element, 'id'), ...wordsOf(element, 'class')];
  const isNamed =
    (names.some((name) => namesOfCustomers.has(name)) &&
      childrenOf(element).some(({ tagName }) => partOfSeveral.test(tagName))) ||
    wordsOf(element, 'itemprop').some((name) => /^(?:review|comment)$/.test(name)) ||
    wordsOf(element, 'itemtype').some((address) => /\/(?:Review|Comment)$/.test(address));
  if (!isNamed) return false;
  for (const inner of descendants(element))
    if (/^(?:body|main|h1)$/.test(inner.tagName) || attribute(inner, 'role') === 'main') return false;
  return true;
}

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
