import DOMPurify from 'dompurify';
import { Marked, type Token } from 'marked';
import { closeOpenMarks } from './close-open-marks.ts';

/** One block: a paragraph, a list, a table, … `raw` is its source: while it is the same, so is its HTML. */
export interface MarkdownBlock {
  raw: string;
  token: Token;
}

/** What may remain of an answer. Everything else, and every other attribute, is dropped. */
const allowedTags = [
  ...['p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'a', 'ul', 'ol', 'li'],
  ...['h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
const allowedAttributes = ['href', 'title', 'target', 'rel', 'start'];
const allowedAddress = /^(?:https?:\/\/|mailto:|tel:)/i;

const marked = new Marked({ gfm: true, breaks: true }).use({
  renderer: {
    // HTML in an answer is text about HTML.
    html: ({ text }) => escapeHtml(text),
    // A picture would tell a foreign server that the answer was read.
    image: ({ text }) => escapeHtml(text),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    code: ({ text }) => `<pre><code>${escapeHtml(text)}\n</code></pre>`,
    // h1 and h2 belong to the page around the chat.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (!allowedAddress.test(href)) return text;
      const address = escapeHtml(href);
      return `<a href="${address}" title="${address}">${text}</a>`;
    },
  },
});

/**
 * Cuts markdown into blocks, so that only the growing one is rendered again.
 * @param unfinished the text is still growing, or was cut off: what is open at its end is closed
 */
export function markdownBlocks(text: string, unfinished = false): MarkdownBlock[] {
  return marked
    .lexer(unfinished ? closeOpenMarks(text) : text)
    .filter((token) => token.type !== 'space' && token.type !== 'def')
    .map((token) => ({ raw: token.raw, token }));
}

/** Renders a block of hostile text to HTML that is safe to insert. */
export function blockHtml({ token }: MarkdownBlock): string {
  const html = marked.parser([token]);
  const { isSupported } = purifier();
  // Without this check an unsupported browser would get the HTML back as it was.
  if (!isSupported) return escapeHtml(token.raw);
  return purifier().sanitize(html, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: allowedAttributes,
    ALLOWED_URI_REGEXP: allowedAddress,
    // Not an address, so the pattern above does not apply.
    ADD_URI_SAFE_ATTR: ['start'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

/** The words without the marks, on one line: what a screen reader announces. */
export function plainText(text: string, unfinished = false): string {
  const holder = document.createElement('template');
  holder.innerHTML = markdownBlocks(text, unfinished).map(blockHtml).join(' ');
  return (holder.content.textContent ?? '').replace(/\s+/g, ' ').trim();
}

let made: ReturnType<typeof DOMPurify> | null = null;

/** Made on first use: there is no window where a page is rendered on a server. */
function purifier(): ReturnType<typeof DOMPurify> {
  if (made !== null) return made;
  made = DOMPurify(window);
  made.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName !== 'A') return;
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  });
  return made;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
