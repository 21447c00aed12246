import type { Nodes, Paragraph, Parent, Root, Table, TableRow } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import type { Document } from '../document.ts';
import { documentLimits } from '../limits.ts';
import { readHtmlPart } from './html/read-html.ts';
import { listMarks } from './list-marks.ts';
import { type AnswerLines, partQuestions } from './question-labels.ts';
import { endRaised, startRaised, tellRaised } from './raised-text.ts';
import { addLines } from './read-paragraph.ts';
import { boldLevel, runInLevel, SectionBuilder, tooLong, unfoldedLevel } from './section-builder.ts';
import { addTable, rowText, type TableCell } from './table-rows.ts';
import { isRunIn, isTitle } from './title-line.ts';

/** Markdown as GitHub has it, with HTML in it. Code and pictures are left out, front matter gives the title. */
export function readMarkdown(text: string): Document {
  const { title, body } = takeFrontMatter(text);
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const notes = notesOf(tree);
  const builder = new SectionBuilder();
  const plain: Plain = (node) => plainText(node, notes);
  sayNumbers(tree, body, plain);
  const headings = tree.children.filter((node) => node.type === 'heading' && node.depth === 1);
  const [only] = headings;
  // A single first-level heading at the top is the document's title.
  const isTitled = headings.length === 1 && only !== undefined && tree.children.find(isText) === only;
  const ids = new Set<string>();
  const told = new Set<Nodes>(isTitled ? [only] : []);
  const nodes = joinHtml(tree.children);
  for (const [index, node] of nodes.entries()) {
    if (told.has(node)) continue;
    const [asked, answer] = askedIn(plain, node, nodes[index + 1]);
    if (answer) told.add(answer);
    const id = node.type === 'heading' ? headingId(plain(node), ids) : null;
    for (const { question, lines } of asked) {
      if (question !== null && node.type === 'heading') builder.heading(node.depth, question, id);
      else if (question !== null) builder.label(askedLevel, question);
      addLines(builder, 'paragraph', lines);
    }
    if (asked.length > 0) continue;
    if (node.type === 'heading') builder.heading(node.depth, plain(node), id);
    else readBlock({ builder, plain }, node, 'paragraph', 0);
  }
  return { title: title ?? (isTitled && only ? plain(only) : null), language: null, sections: builder.end() };
}

/** Of a question that begins with "Q:". It may stand below a line in bold. */
const askedLevel = boldLevel + 0.1;

/** The questions of a paragraph or heading that begin with "Q:", with their answers; the last of these may be the next paragraph. */
function askedIn(plain: Plain, node: Nodes, next?: Nodes): [AnswerLines[], Nodes?] {
  if (node.type !== 'paragraph' && node.type !== 'heading') return [[]];
  const lines = plain(node).split('\n');
  const own = partQuestions(lines);
  if (own.length > 1) return [own];
  if (next?.type !== 'paragraph') return [[]];
  const [before, ...asked] = partQuestions([...lines, '', ...plain(next).split('\n')]);
  return before?.lines.length === 0 && asked.length > 0 ? [asked, next] : [[]];
}

const isText = (node: Nodes) => node.type !== 'html' && node.type !== 'definition' && node.type !== 'thematicBreak';

type Plain = (node: Nodes) => string;
interface Reading {
  builder: SectionBuilder;
  plain: Plain;
}

function readBlock(reading: Reading, node: Nodes, kind: 'paragraph' | 'item', depth: number): void {
  const { builder, plain } = reading;
  if (depth > documentLimits.depth) throw tooLong(`${documentLimits.depth} levels of nesting`);
  if (node.type === 'paragraph') readText(reading, node, kind, depth);
  else if (node.type === 'table') readTable(reading, node);
  else if (node.type === 'listItem')
    for (const child of joinHtml(node.children)) readBlock(reading, child, 'item', depth + 1);
  else if (node.type === 'heading') builder.add('paragraph', plain(node));
  else if (node.type === 'html') readBlockOfHtml(builder, node.value);
  else if (node.type !== 'footnoteDefinition' && 'children' in node) {
    for (const child of joinHtml((node as Parent).children)) readBlock(reading, child, kind, depth + 1);
  }
}

/** Lines of text; one in bold above them, or alone, is a heading, and so are a question and a title in bold before what they tell of. */
function readText({ builder, plain }: Reading, node: Paragraph, kind: 'paragraph' | 'item', depth: number): void {
  const [first, ...behind] = node.children;
  const bold = first?.type === 'strong' && depth === 0 ? plain(first) : '';
  const leads = behind.length > 0 && isRunIn(bold);
  const lines = leads
    ? [
        bold,
        ...plain({ ...node, children: behind })
          .trim()
          .split('\n'),
      ]
    : plain(node).split('\n');
  const [title = '', ...others] = lines;
  const isLine = depth === 0 && isBoldLine(node);
  const isHeading = leads || (isLine && isTitle(title.trim()));
  const level = isLine || bold.endsWith('?') ? boldLevel : runInLevel;
  // What is bold but says something itself stands under no other line.
  if (isHeading) builder.line(level, title.replace(/\.$/, ''));
  else if (isLine || /[.?!:]$/.test(bold)) builder.leave(level);
  addLines(builder, kind, isHeading ? others : [title, ...others]);
}

/** Whether the first line of a paragraph is all bold. */
function isBoldLine({ children: [first, next] }: Paragraph): boolean {
  if (first?.type !== 'strong') return false;
  return !next || next.type === 'break' || (next.type === 'text' && /^[^\S\n]*\n/.test(next.value));
}

/** Empty lines within HTML part what belongs together, such as the rows of a table. */
function joinHtml(nodes: readonly Nodes[]): Nodes[] {
  const joined: Nodes[] = [];
  let parts: string[] = [];
  const flush = () => {
    if (parts.length > 0) joined.push({ type: 'html', value: parts.join('\n\n') });
    parts = [];
  };
  for (const node of nodes) {
    if (node.type === 'html') parts.push(node.value);
    else {
      flush();
      joined.push(node);
    }
  }
  flush();
  return joined;
}

/** What a tag unfolds has its question there, and its answer may be Markdown behind that: then the tags are in several parts. */
function readBlockOfHtml(builder: SectionBuilder, html: string): void {
  const count = (tag: RegExp) => html.match(tag)?.length ?? 0;
  if (count(/<details\b/gi) === count(/<\/details>/gi)) {
    readPartOfHtml(builder, html);
    return;
  }
  let from = 0;
  for (const { 0: tag, 1: summary, index } of html.matchAll(
    /<summary\b[^<>]*>([^<]*(?:<(?!\/?summary)[^<]*)*)<\/summary>|<\/details>/gi,
  )) {
    readPartOfHtml(builder, html.slice(from, index));
    from = index + tag.length;
    if (summary === undefined) builder.leave(unfoldedLevel);
    else builder.label(unfoldedLevel, summary.replace(/<br\b[^<>]*>/gi, ' ').replace(/<[^<>]*>/g, ''));
  }
  readPartOfHtml(builder, html.slice(from));
}

function readPartOfHtml(builder: SectionBuilder, html: string): void {
  // Most parts are but tags.
  if (html.replace(/<[^<>]*>/g, '').trim() === '') return;
  // Cells are cells within a table only.
  readHtmlPart(builder, /^\s*<\/?t(?:r|d|h|head|body|foot)\b/i.test(html) ? `<table>${html}</table>` : html);
}

function readTable({ builder, plain }: Reading, { children: [header, ...rows] }: Table): void {
  const columns = header?.children.length ?? 0;
  const cellsOf = (row: TableRow, isHeader = false): TableCell[] => {
    const one = { isHeader, namesColumn: isHeader, columns: 1, rows: 1 };
    const cells = row.children.map((cell) => ({ ...one, text: plain(cell) }));
    const [first, ...others] = cells;
    const isAlone = columns > 1 && first !== undefined && others.every(({ text }) => text === '');
    // In bold it names the rows below it.
    return isAlone && !isHeader ? [{ ...first, isHeader: isAllBold(row.children[0]), columns }] : cells;
  };
  if (columns > 1) addTable(builder, [header ? [cellsOf(header, true)] : [], rows.map((row) => cellsOf(row))]);
  else for (const row of rows) builder.add('row', rowText(header?.children.map(plain) ?? [], row.children.map(plain)));
}

/** Whether all that stands there is written in bold. */
const isAllBold = (node: Parent | undefined): boolean =>
  node?.children.length === 1 && node.children[0]?.type === 'strong';

/**
 * "24. Dezember: closed" is an item of a list, whose number is its mark; but where plain text would say such a number, it is
 * said here too. Lists beside each other are looked at together: what stands between them may be a part of the last item.
 */
function sayNumbers(parent: Nodes, source: string, plain: Plain, depth = 0): void {
  // What is deeper is refused where it is read.
  if (!('children' in parent) || depth > documentLimits.depth) return;
  const items = parent.children.flatMap((node) => numberedItems(node, source));
  const marks = listMarks(items.map(({ text, counted }) => `${counted} ${text ? plain(text) : ''}`));
  for (const [index, { text, typed }] of items.entries())
    if (!marks[index]) text?.children.unshift({ type: 'text', value: `${typed} ` });
  for (const child of parent.children) sayNumbers(child, source, plain, depth + 1);
}

/** How the items of a list begin, with their numbers: they count up from 1 all the same where all are typed alike or the first is 0. */
function numberedItems(list: Nodes, source: string): { text?: Paragraph; typed: string; counted: string }[] {
  if (list.type !== 'list' || !list.ordered) return [];
  const numbers = list.children.map(({ position }) => /^\d+[.)]/.exec(source.slice(position?.start.offset))?.[0] ?? '');
  const isCounted = (numbers.length > 1 && new Set(numbers).size === 1) || list.start === 0;
  return list.children.map(({ children: [first] }, index) => {
    const typed = numbers[index] ?? '';
    return {
      text: first?.type === 'paragraph' ? first : undefined,
      typed,
      counted: isCounted ? `${index + 1}.` : typed,
    };
  });
}

type Notes = ReadonlyMap<string, string>;

const plainText = (node: Nodes, notes: Notes): string =>
  tellRaised(textOf(asRead(node, notes), { includeImageAlt: false, includeHtml: false }));

/** What footnotes say, by their names. Those of a note itself are not followed. */
function notesOf(tree: Root): Notes {
  const definitions = tree.children.filter((node) => node.type === 'footnoteDefinition');
  return new Map(
    definitions.map(({ identifier, children }) => [
      identifier,
      children.map((child) => plainText(child, new Map())).join(' '),
    ]),
  );
}

/**
 * Line breaks are text too, or the words around them would become one; what is struck out holds no more. What a note says is
 * said, in brackets, where its mark stands: apart from it a sentence would promise too much.
 */
function asRead(node: Nodes, notes: Notes): Nodes {
  if (node.type === 'footnoteReference') {
    const note = notes.get(node.identifier) ?? '';
    return { type: 'text', value: note === '' ? '' : ` (${note})` };
  }
  if (node.type === 'break' || (node.type === 'html' && /^<br\s*\/?>$/i.test(node.value)) || node.type === 'delete')
    return { type: 'text', value: node.type === 'delete' ? ' ' : '\n' };
  if (node.type === 'html') return { type: 'text', value: raisedMark(node.value) };
  if (!('children' in node)) return node;
  return { ...node, children: withoutStruck(node.children).map((child) => asRead(child, notes)) } as Nodes;
}

/** Without what stands between a tag that strikes out and the one that ends it. */
function withoutStruck(nodes: readonly Nodes[]): Nodes[] {
  const kept: Nodes[] = [];
  /** Where what each tag strikes out begins. */
  const begun = new Map<string, number>();
  for (const node of nodes) {
    const tag = node.type === 'html' ? node.value.toLowerCase() : '';
    const [, slash, name = ''] = /^<(\/?)(s|del|strike)(?=[\s>])/.exec(tag) ?? [];
    const from = begun.get(name);
    if (slash === '/' && from !== undefined) {
      kept.splice(from, kept.length, { type: 'text', value: ' ' });
      for (const [other, at] of begun) if (at >= from) begun.delete(other);
    } else {
      if (slash === '' && from === undefined) begun.set(name, kept.length);
      kept.push(node);
    }
  }
  return kept;
}

function raisedMark(tag: string): string {
  if (/^<sup\b/i.test(tag)) return startRaised;
  return /^<\/sup\b/i.test(tag) ? endRaised : '';
}

function takeFrontMatter(text: string): { title: string | null; body: string } {
  const found = /^\ufeff?---\r?\n([\s\S]{0,10000}?)\r?\n---\r?\n/.exec(text);
  if (!found) return { title: null, body: text };
  const title = /^title:\s*(["']?)(.+)\1\s*$/m.exec(found[1] ?? '')?.[2] ?? null;
  return { title, body: text.slice(found[0].length) };
}

/** The id that GitHub and most site generators give a heading. */
function headingId(text: string, taken: Set<string>): string {
  const base = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
  let id = base;
  for (let count = 1; taken.has(id); count += 1) id = `${base}-${count}`;
  taken.add(id);
  return id;
}
