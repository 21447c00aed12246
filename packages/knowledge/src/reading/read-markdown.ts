import type { Nodes, Parent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import type { Document } from '../document.ts';
import { documentLimits } from '../limits.ts';
import { SectionBuilder, tooLong } from './section-builder.ts';
import { rowText } from './table-rows.ts';

/** Markdown as GitHub has it. Code, pictures and HTML tags are left out, front matter gives the title. */
export function readMarkdown(text: string): Document {
  const { title, body } = takeFrontMatter(text);
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const builder = new SectionBuilder();
  const headings = tree.children.filter((node) => node.type === 'heading' && node.depth === 1);
  const [only] = headings;
  // A single first-level heading at the top is the document's title.
  const isTitled = headings.length === 1 && only !== undefined && tree.children.find(isText) === only;
  const ids = new Set<string>();
  for (const node of tree.children) {
    if (isTitled && node === only) continue;
    if (node.type === 'heading') builder.heading(node.depth, plain(node), headingId(plain(node), ids));
    else readBlock(builder, node, 'paragraph', 0);
  }
  return { title: title ?? (isTitled && only ? plain(only) : null), language: null, sections: builder.end() };
}

const isText = (node: Nodes) => node.type !== 'html' && node.type !== 'definition' && node.type !== 'thematicBreak';

function readBlock(builder: SectionBuilder, node: Nodes, kind: 'paragraph' | 'item', depth: number): void {
  if (depth > documentLimits.depth) throw tooLong(`${documentLimits.depth} levels of nesting`);
  if (node.type === 'paragraph') builder.add(kind, plain(node));
  else if (node.type === 'table') readTable(builder, node);
  else if (node.type === 'listItem') for (const child of node.children) readBlock(builder, child, 'item', depth + 1);
  else if (node.type === 'heading') builder.add('paragraph', plain(node));
  else if (node.type !== 'footnoteDefinition' && 'children' in node) {
    for (const child of (node as Parent).children) readBlock(builder, child, kind, depth + 1);
  }
}

function readTable(builder: SectionBuilder, { children: [header, ...rows] }: Table): void {
  const names = header?.children.map(plain) ?? [];
  for (const row of rows) builder.add('row', rowText(names, row.children.map(plain)));
}

const plain = (node: Nodes): string => textOf(asRead(node), { includeImageAlt: false, includeHtml: false });

/** Line breaks are text too, or the words around them would become one; what is struck out holds no more. */
function asRead(node: Nodes): Nodes {
  if (node.type === 'break' || (node.type === 'html' && /^<br\s*\/?>$/i.test(node.value)) || node.type === 'delete')
    return { type: 'text', value: ' ' };
  if (!('children' in node)) return node;
  return { ...node, children: node.children.map((child) => asRead(child)) } as Nodes;
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
