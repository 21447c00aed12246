import { documentLimits } from '../../limits.ts';
import { cleanLine } from '../clean-text.ts';
import { endRaised, startRaised, tellRaised } from '../raised-text.ts';
import { readParagraph } from '../read-paragraph.ts';
import { boldLevel, runInLevel, type SectionBuilder, tooLong, unfoldedLevel } from '../section-builder.ts';
import { addTable, type TableCell } from '../table-rows.ts';
import { isRunIn, isTitle } from '../title-line.ts';
import { attribute, childrenOf, descendants, type Element, inline, isHidden, type Node, named } from './elements.ts';
import { questionAt } from './questions.ts';
import type { Tabs } from './tabs.ts';
import { textOf, titleOf } from './text-of.ts';
import { holdsUnfolded, unfolds } from './unfolding.ts';

/** Of which part of a page, main or around it. */
export interface Reading {
  isLeftOut: (element: Element) => boolean;
  tabs: Tabs;
}

/** Walks over the page; text gathers until something begins or ends a block. */
export class PageReader {
  private readonly builder: SectionBuilder;
  private text = '';
  /** Those of the block that line breaks have ended. */
  private lines: string[] = [];
  /** A line break was the last that was met. */
  private isBroken = false;
  private kind: 'paragraph' | 'item' = 'paragraph';
  private readonly isLeftOut: (element: Element) => boolean;
  private readonly tabs: Tabs;

  constructor(builder: SectionBuilder, { isLeftOut, tabs }: Reading) {
    this.builder = builder;
    this.isLeftOut = isLeftOut;
    this.tabs = tabs;
  }

  read(part: Element): void {
    this.children(part, 0);
    this.flush();
  }

  private children(element: Element, depth: number): void {
    if (depth > documentLimits.depth) throw tooLong(`${documentLimits.depth} levels of nesting`);
    let asked: number | undefined;
    for (const [index, child] of element.childNodes.entries()) {
      const question = questionAt(element.childNodes, index);
      if (question) asked = Math.min(asked ?? boldLevel, this.question(question));
      else this.node(child, depth);
    }
    if (asked === undefined) return;
    this.flush();
    this.builder.leave(asked);
  }

  private node(node: Node, depth: number): void {
    if (node.nodeName === '#text' && 'value' in node) {
      this.text += node.value;
      if (node.value.trim() !== '') this.isBroken = false;
    }
    if (!('tagName' in node) || this.tabs.controls.has(node)) return;
    const level = /^h([1-6])$/.exec(node.tagName)?.[1];
    if (!level && !isHidden(node) && unfolds(node) && !holdsUnfolded(node)) {
      this.unfolding(node);
      return;
    }
    const isUnread = this.isLeftOut(node);
    if (isUnread || isEmpty(node)) this.builder.unread();
    if (isUnread) return;
    if (level) this.heading(Number(level), node);
    else if (isPictureInLine(node)) this.text += ' ';
    else if (node.tagName === 'br') this.lineBreak();
    else if (node.tagName === 'table' && isDataTable(node)) this.table(node);
    else if (node.tagName === 'sup') this.raised(node, depth);
    else if (inline.has(node.tagName)) this.children(node, depth + 1);
    else if (this.tabs.titles.has(node)) this.panel(node, depth);
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

  /** Gives the level that its answer leaves. */
  private question(asked: Element): number {
    if (asked.tagName === 'button') {
      this.unfolding(asked);
      return unfoldedLevel;
    }
    this.flush();
    this.builder.line(boldLevel, textOf(asked));
    return boldLevel;
  }

  /** What a tab shows, under the words on the tab. */
  private panel(element: Element, depth: number): void {
    this.flush();
    const level = this.builder.labelWithin(this.tabs.titles.get(element) ?? '');
    this.block(element, depth);
    this.builder.leave(level);
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

/** A picture between words: the line goes on behind it. */
const isPictureInLine = ({ tagName, parentNode }: Element) =>
  /^(?:img|picture)$/.test(tagName) && parentNode !== null && lineHolders.has(parentNode.nodeName);

const lineHolders = new Set('p li span a b i em strong font td dd'.split(' '));

/** A picture, or what a script fills. */
const isEmpty = (element: Element) =>
  element.childNodes.every((child) => !('tagName' in child) && !('value' in child && child.value.trim() !== ''));

/** What a paragraph begins with in bold, and whether it stands in a line of its own, as a heading does. */
function boldBegin(element: Element): { bold?: Element; isLine: boolean } {
  if (element.tagName !== 'p') return noBold;
  const [first, next] = filledNodes(element);
  if (!first || !isBoldElement(first) || isHidden(first)) return noBold;
  return { bold: first, isLine: !next || next.nodeName === 'br' };
}

const noBold: { bold?: Element; isLine: boolean } = { isLine: false };

/** A table that holds data, not one that lays out a page: where columns are named, cells may hold headings and lists. */
function isDataTable(table: Element): boolean {
  if (attribute(table, 'role') === 'presentation') return false;
  const inside = new Set([...descendants(table)].slice(1).map(({ tagName }) => tagName));
  const parts = ['table', 'article', 'section'];
  if (!inside.has('th') && !inside.has('thead')) parts.push('h1', 'h2', 'h3', 'h4', 'ul', 'ol');
  return parts.every((part) => !inside.has(part));
}

const cellsOf = (row: Element, isHead: boolean): TableCell[] =>
  childrenOf(row)
    .filter(({ tagName }) => tagName === 'td' || tagName === 'th')
    .map((cell) => ({
      text: textOf(cell),
      isHeader: isHead || cell.tagName === 'th',
      namesColumn: isHead || attribute(cell, 'scope') === 'col',
      isBold: isBold(cell),
      columns: spanOf(cell, 'colspan'),
      rows: spanOf(cell, 'rowspan'),
    }));

/** Whether nothing but one element in bold stands in it. */
function isBold(cell: Element): boolean {
  const nodes = filledNodes(cell);
  return nodes.length === 1 && nodes.every(isBoldElement);
}

const filledNodes = ({ childNodes }: Element) =>
  childNodes.filter((node) => !('value' in node && node.value.trim() === ''));

const isBoldElement = (node: Element['childNodes'][number]): node is Element =>
  'tagName' in node && /^(?:b|strong)$/.test(node.tagName);

/** 0 is for rows: all that are left. */
function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const span = Number.parseInt(attribute(cell, name) ?? '', 10);
  if (span === 0 && name === 'rowspan') return Number.POSITIVE_INFINITY;
  return Math.max(1, span || 1);
}
