import { parse } from 'parse5';
import type { WebPage } from '../../document.ts';
import { cleanLine } from '../clean-text.ts';
import { robotsDirectives } from '../robots-directives.ts';
import { SectionBuilder } from '../section-builder.ts';
import { sayAddresses } from './addresses.ts';
import { attribute, descendants, type Element, isInside, named } from './elements.ts';
import { isLeftOut, isLeftOutAround, isOfCustomers } from './left-out.ts';
import { linksOf, resolve } from './links.ts';
import { PageReader } from './page-reader.ts';
import { partWords } from './parted-words.ts';
import { partsAround } from './parts-around.ts';
import { referenceMarks } from './reference-marks.ts';
import { readSurroundings } from './surroundings.ts';
import { tabsOf } from './tabs.ts';
import { hasText, textOf } from './text-of.ts';
import { foldedIds } from './unfolding.ts';

/**
 * What a web page says: its main part by headings, paragraphs, items and rows, and what stands around it of address and hours.
 * `url` is the page's address, for its links: with one, there may be no text.
 */
export function readHtml(html: string, url?: string): WebPage {
  const elements = elementsOf(html);
  const base = resolve(attribute(elements.find(named('base')), 'href'), url) ?? url;
  for (const mark of referenceMarks(elements, url)) mark.childNodes = [];
  const builder = new SectionBuilder();
  const body = elements.find(named('body'));
  const part = body && (mainPart(elements, body) ?? body);
  const tabs = tabsOf(elements);
  const folded = foldedIds(elements);
  const around = part ? partsAround(elements, part) : { headers: [], footers: [] };
  const others = new Set([...around.headers, ...around.footers]);
  const isUnread = (element: Element) => others.has(element) || isLeftOut(element, folded);
  if (part) new PageReader(builder, { tabs, isLeftOut: isUnread }).read(part);
  const links = linksOf(elements, base);
  // A page of a site may only lead to others.
  const sections = builder.end({ mayBeNone: url !== undefined });
  const surroundings = readSurroundings(around, { tabs, isLeftOut: (element) => isLeftOutAround(element, folded) });
  const robots = elements
    .filter((element) => /^robots$/i.test(attribute(element, 'name') ?? ''))
    .map((element) => robotsDirectives(attribute(element, 'content') ?? ''));
  const canonical = elements.find(
    (element) => element.tagName === 'link' && /\bcanonical\b/i.test(attribute(element, 'rel') ?? ''),
  );
  return {
    title: pageTitle(elements),
    language: attribute(elements.find(named('html')), 'lang')?.trim() || null,
    // Those of a site's page are told once for all of them.
    sections: url === undefined ? [...sections, ...surroundings] : sections,
    surroundings: url === undefined ? [] : surroundings,
    links: robots.some((directives) => directives.has('nofollow')) ? [] : links,
    canonical: resolve(attribute(canonical, 'href'), base) ?? null,
    noindex: robots.some((directives) => directives.has('noindex')),
  };
}

/** The same of a part of a page, such as stands within Markdown, put into what is being built. */
export function readHtmlPart(builder: SectionBuilder, html: string): void {
  const elements = elementsOf(`<main>${html}</main>`);
  const body = elements.find(named('body'));
  const folded = foldedIds(elements);
  const isUnread = (element: Element) => isLeftOut(element, folded);
  if (body) new PageReader(builder, { tabs: tabsOf(elements), isLeftOut: isUnread }).read(body);
}

/** Those of a page, in its order, with what is told by looks or scripts alone said in its text. */
function elementsOf(html: string): Element[] {
  const elements = [...descendants(parse(html))];
  sayAddresses(elements);
  partWords(elements);
  return elements;
}

/** The one main part, or the one article, comments apart, that is most of the page; not one that is only a frame for scripts. */
function mainPart(elements: readonly Element[], body: Element): Element | undefined {
  const mains = elements.filter((element) => element.tagName === 'main' || attribute(element, 'role') === 'main');
  const articles = elements
    .filter(named('article'))
    .filter((article) => !isOfCustomers(article) && !isInside(article, isOfCustomers));
  const [main] = mains.length === 1 ? mains : [];
  if (main && hasText(main)) return main;
  const [article] = mains.length !== 1 && articles.length === 1 ? articles : [];
  return article && textOf(article).length * 2 >= textOf(body).length ? article : undefined;
}

function pageTitle(elements: readonly Element[]): string | null {
  const heading = elements.filter(named('h1'));
  const own = heading.length === 1 && heading[0] ? textOf(heading[0]) : '';
  const title = elements.find((element) => element.tagName === 'title' && !isInside(element, named('svg')));
  return (
    own ||
    (title ? cleanLine(title.childNodes.map((node) => ('value' in node ? node.value : '')).join('')) : '') ||
    null
  );
}
