import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { WebPage } from '../document.ts';
import { documentLimits } from '../limits.ts';
import { cleanLine } from './clean-text.ts';
import { endRaised, startRaised, tellRaised } from './raised-text.ts';
import { readParagraph } from './read-paragraph.ts';
import { robotsDirectives } from './robots-directives.ts';
import { boldLevel, runInLevel, SectionBuilder, tooLong, unfoldedLevel } from './section-builder.ts';
import { addTable, type TableCell } from './table-rows.ts';
import { isRunIn, isTitle } from './title-line.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Never text of the page; what is struck out, such as a former price, holds no more. */
const silent = new Set(
  's strike del script style noscript template svg math canvas iframe object embed video audio map select textarea button input head dialog'.split(
    ' ',
  ),
);
/** The same on every page of a site. */
const surroundings = new Set(['nav', 'footer', 'aside', 'header']);
const surroundingRoles = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'complementary',
  'search',
  'dialog',
  'alertdialog',
]);
/** Text before and after stands in the same line. */
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q rp rt ruby samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/**
 * What a web page says: its main part by headings, paragraphs, items and rows, without what surrounds it.
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
  if (part) new PageReader(builder, foldedIds(elements)).read(part);
  const robots = elements
    .filter((element) => /^robots$/i.test(attribute(element, 'name') ?? ''))
    .map((element) => robotsDirectives(attribute(element, 'content') ?? ''));
  const canonical = elements.find(
    (element) => element.tagName === 'link' && /\bcanonical\b/i.test(attribute(element, 'rel') ?? ''),
  );
  return {
    title: pageTitle(elements),
    language: attribute(elements.find(named('html')), 'lang')?.trim() || null,
    // A page of a site may only lead to others.
    sections: builder.end({ mayBeNone: url !== undefined }),
    links: robots.some((directives) => directives.has('nofollow')) ? [] : linksOf(elements, base),
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

/** Walks over the page; text gathers until something begins or ends a block. */
class PageReader {
  private readonly builder: SectionBuilder;
  private text = '';
  /** Those of the block that line breaks have ended. */
  private lines: string[] = [];
  /** A line break was the last that was met. */
  private isBroken = false;
  private kind: 'paragraph' | 'item' = 'paragraph';
  private readonly folded: ReadonlySet<string>;

  /** @param folded ids of what is hidden until somebody unfolds it */
  constructor(builder: SectionBuilder, folded: ReadonlySet<string>) {
    this.builder = builder;
    this.folded = folded;
  }

  read(part: Element): void {
    this.children(part, 0);
    this.flush();
  }

  private children(element: Element, depth: number): void {
    if (depth > documentLimits.depth) throw tooLong(`${documentLimits.depth} levels of nesting`);
    for (const [index, child] of element.childNodes.entries()) {
      // White space may stand between.
      if (asks(child, element.childNodes.slice(index + 1, index + 3))) this.unfolding(child);
      else this.node(child, depth);
    }
  }

  private node(node: Node, depth: number): void {
    if (node.nodeName === '#text' && 'value' in node) {
      this.text += node.value;
      if (node.value.trim() !== '') this.isBroken = false;
    }
    if (!('tagName' in node)) return;
    const level = /^h([1-6])$/.exec(node.tagName)?.[1];
    if (!level && !isHidden(node) && unfolds(node) && !holdsUnfolded(node)) {
      this.unfolding(node);
      return;
    }
    const isUnread = isLeftOut(node, this.folded);
    if (isUnread || isEmpty(node)) this.builder.unread();
    if (isUnread) return;
    if (level) this.heading(Number(level), node);
    else if (node.tagName === 'br') this.lineBreak();
    else if (node.tagName === 'table' && isDataTable(node)) this.table(node);
    else if (node.tagName === 'sup') this.raised(node, depth);
    else if (inline.has(node.tagName)) this.children(node, depth + 1);
    else this.block(node, depth);
  }

  private raised(element: Element, depth: number): void {
    this.text += startRaised;
    this.children(element, depth + 1);
    this.text += endRaised;
  }

  /** Two of them leave a line empty: that ends a paragraph. */
  private lineBreak(): void {
    if (this.isBroken) this.flush();
    else this.endLine();
    this.isBroken = true;
  }

  private heading(level: number, element: Element): void {
    this.flush();
    const anchor =
      attribute(element, 'id') ??
      attribute(
        [...descendants(element)].find((inner) => attribute(inner, 'id')),
        'id',
      );
    this.builder.heading(level, titleOf(element), anchor ?? null);
  }

  /** What unfolds its answer is a heading in all but name. */
  private unfolding(button: Element): void {
    this.flush();
    this.builder.label(unfoldedLevel, titleOf(button), attribute(button, 'id') ?? null);
  }

  private block(element: Element, depth: number): void {
    this.flush();
    const outer = this.kind;
    const { tagName } = element;
    // A list of terms is one of headings, too.
    if (tagName === 'summary' || tagName === 'dt') {
      this.unfolding(element);
      return;
    }
    const { bold, isLine } = outer === 'item' ? noBold : boldBegin(element);
    const title = bold ? textOf(bold) : '';
    // What is bold but says something itself stands under no other line.
    const level = isLine || title.endsWith('?') ? boldLevel : runInLevel;
    if (bold && (isLine ? isTitle(title) : isRunIn(title))) {
      this.builder.line(level, title.replace(/\.$/, ''));
      element.childNodes = element.childNodes.filter((node) => node !== bold);
    } else if (isLine || /[.?!:]$/.test(title)) this.builder.leave(level);
    if (tagName === 'li') this.kind = 'item';
    else if (tagName === 'p' && outer !== 'item') this.kind = 'paragraph';
    this.children(element, depth + 1);
    this.flush();
    if (tagName === 'details' || tagName === 'dl') this.builder.leave(unfoldedLevel);
    this.kind = outer;
  }

  private table(table: Element): void {
    this.flush();
    // The parser puts every row into a group.
    const groups = [...descendants(table)].filter(({ tagName }) => /^t(?:head|body|foot)$/.test(tagName));
    const rows = groups.map((group) =>
      childrenOf(group)
        .filter(named('tr'))
        .map((row) => cellsOf(row, group.tagName === 'thead')),
    );
    // Two tables may differ in nothing else: opening hours in summer and in winter.
    const caption = childrenOf(table).find(named('caption'));
    if (caption) this.builder.label(unfoldedLevel + 1, textOf(caption));
    addTable(this.builder, rows);
    if (caption) this.builder.leave(unfoldedLevel + 1);
  }

  private flush(): void {
    this.endLine();
    readParagraph(this.builder, this.lines, { kind: this.kind });
    this.lines = [];
  }

  private endLine(): void {
    const line = cleanLine(tellRaised(this.text));
    if (line !== '') this.lines.push(line);
    this.text = '';
  }
}

const named = (tagName: string) => (element: Element) => element.tagName === tagName;

function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((attr) => attr.name === name)?.value;
}

function isLeftOut(element: Element, folded: ReadonlySet<string> = new Set()): boolean {
  if (silent.has(element.tagName)) return true;
  if (isHidden(element) && !folded.has(attribute(element, 'id') ?? '')) return true;
  if (surroundingRoles.has(attribute(element, 'role') ?? '')) return true;
  if (element.tagName === 'form') return !holdsPage(element);
  if (element.tagName === 'header') return !['main', 'article', 'section'].some((part) => isInside(element, part));
  return surroundings.has(element.tagName);
}

/** A picture, or what a script fills. */
const isEmpty = (element: Element) =>
  element.childNodes.every((child) => !('tagName' in child) && !('value' in child && child.value.trim() !== ''));

const isHidden = (element: Element) =>
  attribute(element, 'hidden') !== undefined ||
  attribute(element, 'aria-hidden') === 'true' ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribute(element, 'style') ?? '');

/** What a mark of a note says: "[1]", "2", "[note 3]", "*". */
const markText = /^\[?\s*(?:(?:note|nb|anm\.?|n)\s?)?(?:\d{1,3}|\p{L}|[*†‡§]{1,3})\s*\]?$/iu;

/** Raised marks that lead to a list of notes or sources on the same page: quoted without it they say nothing. */
function referenceMarks(elements: readonly Element[], page: string | undefined): Element[] {
  const raised = elements.filter((element) => element.tagName === 'sup' && markText.test(textOf(element)));
  if (raised.length === 0) return [];
  const notes = new Set(elements.filter(isNote).map((element) => attribute(element, 'id')));
  return raised.filter((mark) => {
    const { parentNode } = mark;
    const links = parentNode && 'tagName' in parentNode ? [...descendants(mark), parentNode] : [...descendants(mark)];
    const [address = '', id = ''] = attribute(links.find(named('a')), 'href')?.split('#') ?? [];
    return notes.has(decoded(id)) && (address === '' || resolve(address, page) === page?.split('#')[0]);
  });
}

/** An item of a list, or what calls itself a note. */
function isNote(element: Element): boolean {
  const id = attribute(element, 'id');
  if (!id) return false;
  const names = [id, attribute(element, 'class'), attribute(element, 'role')].join(' ');
  return /note|\bfn|cite|reference/i.test(names) || element.tagName === 'li' || isInside(element, 'li');
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** A button that says whether something is unfolded; others than buttons say what that is, or it may stand within them. */
function unfolds(element: Element): boolean {
  if (attribute(element, 'aria-expanded') === undefined) return false;
  const isButton = element.tagName === 'button';
  if (!isButton && (!isControl(element) || unfolded(element).length === 0)) return false;
  return textOf(element, true) !== '';
}

/** What a paragraph begins with in bold, and whether it stands in a line of its own, as a heading does. */
function boldBegin(element: Element): { bold?: Element; isLine: boolean } {
  if (element.tagName !== 'p') return noBold;
  const [first, next] = element.childNodes.filter((node) => !('value' in node && node.value.trim() === ''));
  if (!first || !('tagName' in first) || !/^(?:b|strong)$/.test(first.tagName) || isHidden(first)) return noBold;
  return { bold: first, isLine: !next || next.nodeName === 'br' };
}

const noBold: { bold?: Element; isLine: boolean } = { isLine: false };

const isControl = (element: Element) => element.tagName === 'a' || attribute(element, 'role') === 'button';

/** The ids of what it unfolds. */
function unfolded(element: Element): string[] {
  const [, target = ''] = /^#(.+)$/.exec(attribute(element, 'href') ?? '') ?? [];
  return [...(attribute(element, 'aria-controls') ?? '').split(/\s+/), decoded(target)].filter(Boolean);
}

/** It stands around what it unfolds, a card that is clickable as a whole, and is no title of that. */
function holdsUnfolded(element: Element): boolean {
  const ids = unfolded(element);
  return (
    element.tagName !== 'button' &&
    [...descendants(element)].slice(1).some((inner) => ids.includes(attribute(inner, 'id') ?? ''))
  );
}

/** A button with a question, and its answer behind it. */
function asks(node: Node, behind: readonly Node[]): node is Element {
  if (!('tagName' in node) || node.tagName !== 'button' || isHidden(node)) return false;
  const answer = behind.find((next): next is Element => 'tagName' in next);
  if (!answer || !/^(?:div|section|p|ul|ol|dl)$/.test(answer.tagName)) return false;
  return textOf(node, true).endsWith('?') && hasText(answer);
}

/** The ids of what buttons unfold and tabs show, hidden before. */
const foldedIds = (elements: readonly Element[]) =>
  new Set(elements.filter((element) => unfolds(element) || attribute(element, 'role') === 'tab').flatMap(unfolded));

/** Some servers (ASP.NET) put a whole page into a form; one that is to be filled in holds no part of a page. */
function holdsPage(form: Element): boolean {
  const parts = new Set(['main', 'article', 'nav', 'header', 'footer', 'h1']);
  for (const inner of descendants(form)) if (parts.has(inner.tagName)) return true;
  return false;
}

function isInside(element: Element, tagName: string): boolean {
  for (let outer = element.parentNode; outer && 'tagName' in outer; outer = outer.parentNode) {
    if (outer.tagName === tagName) return true;
  }
  return false;
}

/** A table that holds data, not one that lays out a page: where columns are named, cells may hold headings and lists. */
function isDataTable(table: Element): boolean {
  if (attribute(table, 'role') === 'presentation') return false;
  const inside = new Set([...descendants(table)].slice(1).map(({ tagName }) => tagName));
  const parts = ['table', 'article', 'section'];
  if (!inside.has('th') && !inside.has('thead')) parts.push('h1', 'h2', 'h3', 'h4', 'ul', 'ol');
  return parts.every((part) => !inside.has(part));
}

const childrenOf = (element: Element) => element.childNodes.filter((child): child is Element => 'tagName' in child);

const cellsOf = (row: Element, isHead: boolean): TableCell[] =>
  childrenOf(row)
    .filter(({ tagName }) => tagName === 'td' || tagName === 'th')
    .map((cell) => ({
      text: textOf(cell),
      isHeader: isHead || cell.tagName === 'th',
      namesColumn: isHead || attribute(cell, 'scope') === 'col',
      columns: spanOf(cell, 'colspan'),
      rows: spanOf(cell, 'rowspan'),
    }));

/** 0 is for rows: all that are left. */
function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const span = Number.parseInt(attribute(cell, name) ?? '', 10);
  if (span === 0 && name === 'rowspan') return Number.POSITIVE_INFINITY;
  return Math.max(1, span || 1);
}

/** All elements under a node, itself included if it is one, in the order of the page; without recursion, however deep. */
function* descendants(root: DefaultTreeAdapterTypes.Document | Element): Generator<Element> {
  const stack: (typeof root | Node)[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('tagName' in node) yield node;
    if ('childNodes' in node)
      for (let index = node.childNodes.length - 1; index >= 0; index -= 1) stack.push(node.childNodes[index] as Node);
  }
}

/** A heading may be all button: that is how answers are unfolded. */
const titleOf = (element: Element) => textOf(element) || textOf(element, true);

/** The text of an element that is one line: blocks inside are parted by a space. */
function textOf(element: Element, withButtons = false): string {
  let text = '';
  /** Of the item before. */
  let list: Element['parentNode'] = null;
  const isButton = (inner: Element) => withButtons && inner.tagName === 'button' && !isHidden(inner);
  const stack: (Node | string)[] = [element];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') text += node;
    else if (node.nodeName === '#text' && 'value' in node) text += node.value;
    else if ('tagName' in node && (node === element || isButton(node) || !isLeftOut(node))) {
      if (!inline.has(node.tagName)) {
        // Items are parted as in a sentence.
        const goesOn = node.tagName === 'li' && node.parentNode === list && /[^\s.,;:!?]\s*$/.test(text.slice(-8));
        if (node.tagName === 'li') list = node.parentNode;
        text += goesOn ? ', ' : ' ';
        stack.push(' ');
      } else if (node.tagName === 'sup') {
        text += startRaised;
        stack.push(endRaised);
      }
      for (let index = node.childNodes.length - 1; index >= 0; index -= 1) stack.push(node.childNodes[index] as Node);
    }
  }
  const line = cleanLine(tellRaised(text));
  return list === null ? line : line.replaceAll(' ,', ',');
}

const hasText = (element: Element) => textOf(element).length > 0;

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

function linksOf(elements: readonly Element[], base: string | undefined): string[] {
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

function resolve(address: string | undefined, base: string | undefined): string | undefined {
  if (address === undefined || address.length > documentLimits.addressChars) return undefined;
  return URL.canParse(address.trim(), base) ? new URL(address.trim(), base).href : undefined;
}
