import type { Block, Section } from '../../document.ts';
import { namesDay } from '../../passages/opening-hours.ts';
import { SectionBuilder } from '../section-builder.ts';
import { attribute, descendants, type Element, isHidden, named, textOf } from './elements.ts';
import { PageReader } from './page-reader.ts';

/** Lines of an address are no longer than that, and together no longer than this. */
const lineChars = 60;
const joinedChars = 200;

/** The id or a class of what is a footer in all but name. */
const footerName = /(?:^|\s)(?:[\w-]*[-_])?footer(?:\s|$)/i;

const eMail = /\S@\S+\.\p{L}/u;
/** "+46 250 555 08", "(614) 555-0186". */
const phone = /\d(?:[\s()./–-]{0,2}\d){5}/;
/** "8.30", "9am", "18 Uhr". */
const timeOfDay = /(?<![\p{Sc}\d.,])\b\d{1,2}(?:[:.]\d\d\b(?!\s?[%\p{Sc}])|\s?(?:[ap]\.?m\b|uhr\b|h\b))/iu;

/**
 * What stands above and below the main part and tells how the company is reached: its address, hours and numbers. Menus, links,
 * slogans and marks of copyright say nothing.
 */
export function readSurroundings(elements: readonly Element[], main: Element, folded: ReadonlySet<string>): Section[] {
  const footers = elements.filter((element) => isFooter(element, main) && isOfPage(element));
  const headers = elements.filter((element) => isHeader(element) && isOfPage(element));
  return [...sectionsOf(headers, folded, tellsHowToReach), ...sectionsOf(footers, folded, tellsFigure)];
}

/** All in one builder, which knows how much a document may say. */
function sectionsOf(
  parts: readonly Element[],
  folded: ReadonlySet<string>,
  tells: (block: Block) => boolean,
): Section[] {
  const builder = new SectionBuilder();
  const known = new Set(parts);
  for (const part of parts) {
    if (isWithin(part, known)) continue;
    for (const link of [...descendants(part)].filter(named('a'))) if (!tellsFigure(textOf(link))) link.childNodes = [];
    new PageReader(builder, folded).read(part);
    builder.leave(1);
  }
  return builder
    .end({ mayBeNone: true })
    .map((section) => ({ ...section, blocks: telling(joinLines(section.blocks), tells), fragment: null }))
    .filter(({ blocks }) => blocks.length > 0);
}

const isFooter = (element: Element, main: Element) =>
  element.tagName === 'footer' ||
  attribute(element, 'role') === 'contentinfo' ||
  // Where no part is the main one, it has been read with the rest.
  (main.tagName !== 'body' &&
    [attribute(element, 'id'), attribute(element, 'class')].some((name) => footerName.test(name ?? '')));

const isHeader = (element: Element) => element.tagName === 'header' || attribute(element, 'role') === 'banner';

/** To be seen, and not of an article or section, which have headers and footers of their own. */
function isOfPage(element: Element): boolean {
  for (let at: Element['parentNode'] = element; at && 'tagName' in at; at = at.parentNode) {
    if (isHidden(at) || /^(?:main|article|section)$/.test(at.tagName)) return false;
  }
  return true;
}

function isWithin(element: Element, others: ReadonlySet<Element>): boolean {
  for (let at = element.parentNode; at && 'tagName' in at; at = at.parentNode) if (others.has(at)) return true;
  return false;
}

/** What stands below a day's hours in a list is of another day: "Sun closed". */
function telling(blocks: readonly Block[], tells: (block: Block) => boolean): Block[] {
  let isWeek = false;
  return blocks.filter((block) => {
    isWeek = block.kind !== 'paragraph' && (namesDay(block.text) || (isWeek && block.text.length <= lineChars));
    return isWeek || tells(block);
  });
}

const tellsFigure = (said: Block | string) => {
  const text = typeof said === 'string' ? said : said.text;
  return /\d|@/.test(text) || namesDay(text);
};

const tellsHowToReach = ({ text }: Block) =>
  eMail.test(text) || phone.test(text) || (/\p{L}{2}/u.test(text) && timeOfDay.test(text));

/** Lines of an address, a number and an e-mail address below each other are one; each day's hours stay apart. */
function joinLines(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  let goesOn = false;
  for (const { kind, text } of blocks.map(withoutCopyright)) {
    const last = joined.at(-1);
    const isLine = kind !== 'row' && text.length <= lineChars && !/[.?!:]$/.test(text) && !namesDay(text);
    if (goesOn && isLine && last && last.text.length + text.length < joinedChars) last.text += `, ${text}`;
    else if (text !== '') joined.push({ kind: namesDay(text) ? 'item' : kind, text });
    goesOn = isLine;
  }
  return joined;
}

/** "© 2026 Shop Ltd" is no figure to be told. */
function withoutCopyright({ kind, text }: Block): Block {
  const told = text
    .replace(/(?:©|\(c\)|\bcopyright\b)[\s©]*(?:\d{4}(?:\s?[-–]\s?\d{2,4})?)?/gi, '')
    .replace(/\ball rights reserved\b\.?/gi, '');
  return { kind, text: told.replace(/^[\s·|•,–-]+|[\s·|•,–-]+$/g, '') };
}
