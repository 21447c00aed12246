import type { Token, Tokens } from 'marked';
import { marked } from './render-markdown.ts';

/**
 * Pure: the same markdown without tags and pictures, for somebody else's viewer. Code stays as it was written: there a viewer
 * shows each sign as it stands. It ends with the text, so that nothing behind it is code too.
 */
export function harmlessMarkdown(text: string): string {
  const tokens = marked.lexer(text);
  const kept = tokens.map(besidesCode).join('') + endOfCode(tokens.at(-1));
  // Where a tag is text, other words may be code than before: what was kept must not be one then.
  return isHarmless(kept) ? kept : harmless(text);
}

function endOfCode(last: Token | undefined): string {
  const fence = last?.type === 'code' && /^ {0,3}(`{3,}|~{3,})/.exec(last.raw)?.[1];
  return !fence || new RegExp(`\\n *${fence}+\\s*$`).test(last.raw) ? '' : `\n${fence}`;
}

const harmless = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('![', '\\!\\[');

function isHarmless(text: string): boolean {
  let found = false;
  marked.walkTokens(marked.lexer(text), ({ type }) => {
    found ||= /html|image/.test(type);
  });
  return !found;
}

function besidesCode(token: Token): string {
  const { type, raw, items, tokens } = token as Tokens.Generic;
  // An address in angle brackets is no tag.
  if (/^code/.test(type) || (type === 'link' && raw.startsWith('<'))) return raw;
  const within: Token[] = items ?? tokens ?? [];
  const inner = within.map((one) => one.raw).join('');
  // Lines that are indented, or begin with a mark, are read without that: they are not found, and nothing is kept in them.
  const at = raw.indexOf(inner);
  if (inner === '' || at < 0) return harmless(raw);
  return harmless(raw.slice(0, at)) + within.map(besidesCode).join('') + harmless(raw.slice(at + inner.length));
}
