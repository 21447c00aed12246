import DOMPurify from 'dompurify';
import { Marked, type Token, type Tokens } from 'marked';
import { webAddress } from '../log/web-address.ts';
import { closeOpenMarks } from './close-open-marks.ts';

/**
 * One block: a paragraph, a list, a table, … `raw` is its source, with the addresses that are defined elsewhere: while it is the
 * same, so is what is shown of it.
 */
export interface MarkdownBlock {
  raw: string;
  token: Token;
}

/** What may remain of an answer. Everything else, and every other attribute, is dropped. */
const allowedTags = [
  ...['p', 'br', 'hr', 'strong', 'em', 'del', 'small', 'code', 'span', 'pre', 'blockquote', 'a', 'ul', 'ol', 'li'],
  ...['h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
const allowedAttributes = ['href', 'title', 'target', 'rel', 'start', 'dir'];
/** The first letter is one of a script that is written so. */
const beginsRightToLeft = /^\P{L}*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const allowedAddress = /^(?:https?:\/\/|mailto:|tel:)/i;

export const marked = new Marked({ gfm: true, breaks: true }).use({
  renderer: {
    // HTML in an answer is text about HTML.
    html: ({ text }) => escapeHtml(text),
    // A picture would tell a foreign server that the answer was read.
    image: ({ text }) => escapeHtml(text),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    code: ({ text }) => `<pre><code>${codeHtml(text)}\n</code></pre>`,
    codespan: ({ text }) => `<code>${codeHtml(text)}</code>`,
    // h1 and h2 belong to the page around the chat.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (!allowedAddress.test(href)) return text;
      const address = escapeHtml(href);
      const place = placeOf(href);
      const words = wordsOf(text.replaceAll('<br>', '\n'));
      // A reader sees where a link goes before they follow it, also where its text says something else.
      const isTold = placeIn(words, href) === placeIn(place, href);
      // It has the direction of its words anyway: said where it is from right to left, for style sheets.
      const direction = beginsRightToLeft.test(words) ? ' dir="rtl"' : '';
      return `<a href="${address}" title="${address}"${direction}>${text}</a>${isTold ? '' : ` <small>(${escapeHtml(place)})</small>`}`;
    },
  },
});

/**
 * Cuts markdown into blocks, so that only the growing one is rendered again.
 * @param unfinished the text is still growing, or was cut off: what is open at its end is closed
 */
export function markdownBlocks(text: string, unfinished = false): MarkdownBlock[] {
  const tokens = marked.lexer(unfinished ? closeOpenMarks(text) : text);
  const { links } = tokens;
  return blocksOf(tokens, Object.keys(links).length > 0 ? JSON.stringify(links) : '');
}

/**
 * Cuts a text that grows, word by word, as `markdownBlocks` does. Only from its last block on: what is before that is as it
 * will be, and to read all of a long answer anew for each frame, or at its end, would take longer and longer.
 */
export function createGrowingBlocks(): (text: string, unfinished: boolean) => MarkdownBlock[] {
  let done: readonly MarkdownBlock[] = [];
  let doneText = '';
  return (text, unfinished) => {
    // Of the whole text: what is open at its end depends on all of it. It takes a look at each letter, and no more.
    const closed = unfinished ? closeOpenMarks(text) : text;
    if (!closed.startsWith(doneText)) {
      done = [];
      doneText = '';
    }
    const tokens = marked.lexer(closed.slice(doneText.length));
    if (Object.keys(tokens.links).length > 0) {
      // An address that is defined somewhere counts everywhere: such a text is read as a whole.
      done = [];
      doneText = '';
      return markdownBlocks(text, unfinished);
    }
    const blocks = [...done, ...blocksOf(tokens)];
    const last = Math.max(
      0,
      tokens.findLastIndex((token, index) => isBlock(token) && isParted(tokens[index - 1])),
    );
    // Without the empty lines before it: what it begins as depends on them.
    const before = tokens.slice(0, tokens.slice(0, last).findLastIndex(isBlock) + 1);
    const beforeText = before.map(({ raw }) => raw).join('');
    // Where the reader of markdown writes line ends otherwise, it can't be said where in the text a block begins.
    if (text.startsWith(beforeText, doneText.length)) {
      done = [...done, ...blocksOf(before)];
      doneText += beforeText;
    }
    return blocks;
  };
}

/** Whether an empty line parts two blocks: without one, what the second is depends on the first. */
const isParted = (before: Token | undefined) => before?.type === 'space' || before?.raw.endsWith('\n\n');
const isBlock = ({ type }: Token) => type !== 'space' && type !== 'def';
const blocksOf = (tokens: readonly Token[], addresses = ''): MarkdownBlock[] =>
  tokens.filter(isBlock).map((token) => ({ raw: token.raw + addresses, token }));

/**
 * Renders a block of hostile text to nodes that are safe to insert. Nodes and not HTML: what was found to be safe is not read
 * a second time, as which it could be something else.
 */
export function blockNodes(block: MarkdownBlock): DocumentFragment {
  const { isSupported, sanitize } = purifier();
  // Without this check an unsupported browser would get the HTML back as it was.
  if (isSupported) return sanitize(unsafeHtml(block), { RETURN_DOM_FRAGMENT: true });
  const holder = document.createDocumentFragment();
  holder.append(block.token.raw);
  return holder;
}

const unsafeHtml = ({ token }: MarkdownBlock) => marked.parser([token]);

/** The words without the marks, on one line: what a screen reader announces. */
export function plainText(text: string, unfinished = false): string {
  return wordsOf(markdownBlocks(text, unfinished).map(unsafeHtml).join(' ')).replace(/\s+/g, ' ').trim();
}

/** What is to be read of HTML. In a template nothing runs or loads; to make each block safe first took most of the time. */
function wordsOf(unsafe: string): string {
  const holder = document.createElement('template');
  holder.innerHTML = unsafe;
  return holder.content.textContent ?? '';
}

/** The code of a block that is nothing else, as it was written; null for any other block. */
export function codeOf({ token }: MarkdownBlock): string | null {
  return token.type === 'code' ? (token as Tokens.Code).text : null;
}

/** Where an address leads: a web site's name as browsers show it (`xn--` and all), or whom it writes to or calls. */
function placeOf(href: string): string {
  if (!/^https?:/i.test(href)) return decoded(href.replace(/^\w+:/, '').replace(/(.)\?.*$/s, '$1'));
  return webAddress(href)?.host ?? href;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Where a text says that it leads, as a reader takes it: all of it is an address, and a site's name is its beginning. A telephone
 * number is the same however it is grouped.
 */
function placeIn(words: string, href: string): string {
  if (/^tel:/i.test(href)) return words.replace(/[\s().-]/g, '');
  const address = words.trim().toLowerCase();
  if (/^mailto:/i.test(href)) return address;
  // Behind a gap, and behind what turns the direction of writing, another name could be read.
  return /[\s\p{C}]/u.test(address) ? address : address.replace(/^https?:\/\//, '').replace(/[/?#].*$/, '');
}

let made: ReturnType<typeof DOMPurify> | null = null;

/** Made on first use: there is no window where a page is rendered on a server. */
function purifier(): ReturnType<typeof DOMPurify> {
  if (made !== null) return made;
  made = DOMPurify(window);
  if (!made.isSupported) return made;
  // Once: given with each text it would be read anew for each.
  made.setConfig({
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: allowedAttributes,
    ALLOWED_URI_REGEXP: allowedAddress,
    // No addresses, so the pattern above does not apply.
    ADD_URI_SAFE_ATTR: ['start', 'dir'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  made.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName !== 'A') return;
    // Mail and telephone are programs of their own: a tab for them would stay empty.
    if (!/^https?:/i.test(node.getAttribute('href') ?? '')) return node.removeAttribute('target');
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  });
  return made;
}

/**
 * Behind these a line may end, which in code are within a word: together with the letter that follows, they are an element in
 * which none ends. Not a whole row of them: it would be wider than its line.
 */
const withinWord = /([-–—/?!|}]{1,4}[^-–—/?!|}\s])/u;

const codeHtml = (code: string): string =>
  code
    .split(withinWord)
    .map((part, index) => (index % 2 === 0 ? escapeHtml(part) : `<span>${escapeHtml(part)}</span>`))
    .join('');

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
