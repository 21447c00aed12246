import type { Nodes, Parent, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import type { Document } from '../document.ts';
import { documentLimits } from '../limits.ts';
import { addLines } from './read-paragraph.ts';
import { SectionBuilder, tooLong, unfoldedLevel } from './section-builder.ts';
import { rowText } from './table-rows.ts';

/** Markdown as GitHub has it. Code, pictures and HTML tags are left out, front matter gives the title. */
export function readMarkdown(text: string): Document {
  const { title, body } = takeFrontMatter(text);
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const notes = notesOf(tree);
  const builder = new SectionBuilder();
  const plain: Plain = (node) => plainText(node, notes);
  const headings = tree.children.filter((node) => node.type === 'heading' && node.depth === 1);
  const [only] = headings;
  // A single first-level heading at the top is the document's title.
  const isTitled = headings.length === 1 && only !== undefined && tree.children.find(isText) === only;
  const ids = new Set<string>();
  for (const node of tree.children) {
    if (isTitled && node === only) continue;
    if (node.type === 'heading') builder.heading(node.depth, plain(node), headingId(plain(node), ids));
    else readBlock({ builder, plain }, node, 'paragraph', 0);
  }
  return { title: title ?? (isTitled && only ? plain(only) : null), language: null, sections: builder.end() };
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
  if (node.type === 'paragraph') addLines(builder, kind, plain(node).split('\n'));
  else if (node.type === 'table') readTable(reading, node);
  else if (node.type === 'listItem') for (const child of node.children) readBlock(reading, child, 'item', depth + 1);
  else if (node.type === 'heading') builder.add('paragraph', plain(node));
  else if (node.type === 'html') readTags(builder, node.value);
  else if (node.type !== 'footnoteDefinition' && 'children' in node) {
    for (const child of (node as Parent).children) readBlock(reading, child, kind, depth + 1);
  }
}

/** What a tag unfolds has its question there. */
function readTags(builder: SectionBuilder, html: string): void {
  for (const [, summary, isEnd] of html.matchAll(
    /<summary\b[^>]*>([^<]*(?:<(?!\/summary)[^<]*)*)<\/summary>|(<\/details>)/gi,
  )) {
    if (isEnd) builder.leave(unfoldedLevel);
    else builder.label(unfoldedLevel, (summary ?? '').replace(/<br\b[^>]*>/gi, ' ').replace(/<[^>]*>/g, ''));
  }
}

function readTable({ builder, plain }: Reading, { children: [header, ...rows] }: Table): void {
  const names = header?.children.map(plain) ?? [];
  for (const row of rows) builder.add('row', rowText(names, row.children.map(plain)));
}

type Notes = ReadonlyMap<string, string>;

const plainText = (node: Nodes, notes: Notes): string =>
  textOf(asRead(node, notes), { includeImageAlt: false, includeHtml: false });

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
  if (!('children' in node)) return node;
  return { ...node, children: node.children.map((child) => asRead(child, notes)) } as Nodes;
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
