import { parse } from 'parse5';
import type { WebPage } from '../../document.ts';
import { cleanLine } from '../clean-text.ts';
import { robotsDirectives } from '../robots-directives.ts';
import { SectionBuilder } from '../section-builder.ts';
import { attribute, descendants, type Element, hasText, isInside, named, textOf } from './elements.ts';
import { linksOf, resolve } from './links.ts';
import { PageReader } from './page-reader.ts';
import { referenceMarks } from './reference-marks.ts';
import { readSurroundings } from './surroundings.ts';
import { foldedIds } from './unfolding.ts';

/**
 * What a web page says: its main part by headings, paragraphs, items and rows, and what stands around it of address and hours.
 * `url` is the page's address, for its links: with one, there may be no text.
 */
export function readHtml(html: string, url?: string): WebPage {
  const page = parse(html);
  const elements = [...descendants(page)];
  const base = resolve(attribute(elements.find(named('base')), 'href'), url) ?? url;
  for (const mark of referenceMarks(elements, url)) mark.childNodes = [];
  const builder = new SectionBuilder();
  const body = elements.find(named('body'));
  const part = body && (mainPart(elements, body) ?? body);
  const folded = foldedIds(elements);
  if (part) new PageReader(builder, folded).read(part);
  const links = linksOf(elements, base);
  // A page of a site may only lead to others.
  const sections = builder.end({ mayBeNone: url !== undefined });
  const surroundings = part ? readSurroundings(elements, part, folded) : [];
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
  const elements = [...descendants(parse(html))];
  const body = elements.find(named('body'));
  if (body) new PageReader(builder, foldedIds(elements)).read(body);
}

/** The one main part, or an article that is most of the page; not one that is only a frame for scripts. */
function mainPart(elements: readonly Element[], body: Element): Element | undefined {
  const mains = elements.filter((element) => element.tagName === 'main' || attribute(element, 'role') === 'main');
  const articles = elements.filter(named('article'));
  const [main] = mains.length === 1 ? mains : [];
  if (main && hasText(main)) return main;
  const [article] = mains.length !== 1 && articles.length === 1 ? articles : [];
  return article && textOf(article).length * 2 >= textOf(body).length ? article : undefined;
}

function pageTitle(elements: readonly Element[]): string | null {
  const heading = elements.filter(named('h1'));
  const own = heading.length === 1 && heading[0] ? textOf(heading[0]) : '';
  const title = elements.find((element) => element.tagName === 'title' && !isInside(element, 'svg'));
  return (
    own ||
    (title ? cleanLine(title.childNodes.map((node) => ('value' in node ? node.value : '')).join('')) : '') ||
    null
  );
}
