import type { Block } from '../document.ts';
import { denies } from './denying-words.ts';
import { beginsWithFigure, isFragment } from './fragments.ts';
import { announcementOf, announces, denyingTitle, saysTitle } from './headings.ts';
import { sentencesOf } from './split-sentences.ts';
import { fits, type TokenRoom } from './token-room.ts';

/** What one or several blocks say. */
export interface SaidText {
  text: string;
  kind: Block['kind'];
}

/**
 * The texts of blocks, ended as sentences. A line that announces a list takes its short items into one sentence ("We
 * accept: Visa, Mastercard."), because none of them says anything alone; a long list is announced again in each. So does a
 * heading that ends like such a line, or denies what stands under it: "Flights." under "Not included" says the opposite; and
 * any heading does over what says nothing without: "Consultation: £42." Empty texts are steps without one.
 * @param titles of the headings over the blocks, from the outermost
 */
export function* joinLists(blocks: readonly Block[], titles: readonly string[], room: TokenRoom): Generator<SaidText> {
  const heading = announcingHeading(titles, room);
  for (let index = 0; index < blocks.length; index += 1) {
    const { text, kind } = blocks[index] as Block;
    const items = itemsAfter(blocks, index);
    if (items.length > 0) {
      // What was said before the announcement is a sentence of its own.
      const before: string[] = [];
      for (const sentence of sentencesOf(text)) {
        before.push(sentence);
        yield { text: '', kind };
      }
      const said = before.pop() ?? text;
      const list = new AnnouncedList(heading?.denies && !denies(said) ? `${heading.text} ${said}` : said, items, room);
      if (list.hasRoom()) {
        for (const sentence of before) yield { text: sentence, kind };
        for (const sentence of list.sentences()) yield { text: sentence, kind };
        index += items.length;
        continue;
      }
    }
    const under = heading ? itemsUnder(heading, blocks, index) : [];
    const fragments = under.length === 0 && index === 0 ? fragmentsUnder(titles, blocks, room) : [];
    if (heading && under.length > 0) {
      for (const sentence of new AnnouncedList(heading.text, under, room).sentences()) yield { text: sentence, kind };
      index += under.length - 1;
    } else if (fragments.length > 0) {
      const over = heading?.denies ? heading.text : announcementOf(titles.slice(-1));
      for (const sentence of new AnnouncedList(over, fragments, room).sentences()) yield { text: sentence, kind };
      index += fragments.length - 1;
    } else yield { text: endSentence(text), kind };
  }
}

/** The short items that a block announces. */
function itemsAfter(blocks: readonly Block[], index: number): string[] {
  const text = blocks[index]?.text ?? '';
  if (!text.endsWith(':')) return [];
  const next = blocks[index + 1];
  // Paragraphs may be about something else; but what is denied must not be read as if it were promised.
  if (next?.kind === 'paragraph' && !denies(text)) return [];
  return itemsFrom(blocks, index + 1);
}

/** The short items, all of one kind, that begin at a block: a table that follows a list is not announced with it. */
function itemsFrom(blocks: readonly Block[], index: number, most = Number.POSITIVE_INFINITY): string[] {
  const items: string[] = [];
  const kind = blocks[index]?.kind;
  for (let next = blocks[index]; next && next.kind === kind && isItem(next) && items.length < most; ) {
    items.push(itemText(next));
    next = blocks[index + items.length];
  }
  return items;
}

/** As it stands among others in a sentence. */
export const itemText = ({ text }: Block) => text.replace(/(?:[.,;]|[,;]?\s(?:and|or))$/, '');

interface Heading {
  /** Ended as an announcement. */
  text: string;
  denies: boolean;
}

/** The heading over blocks, with those above it from the outermost that denies, where it announces what stands under it. */
function announcingHeading(titles: readonly string[], room: TokenRoom): Heading | undefined {
  if (!announces(titles)) return undefined;
  const first = denyingTitle(titles);
  // Where none denies, the last alone.
  const text = announcementOf(titles.slice(first));
  return fits(text, room.maxTokens * announcementShare, room) ? { text, denies: first >= 0 } : undefined;
}

/** The items that begin at a block and that nothing but the heading announces. */
function itemsUnder(heading: Heading, blocks: readonly Block[], index: number): string[] {
  const kind = blocks[index]?.kind;
  if (!heading.denies) return index === 0 && kind === 'item' ? itemsFrom(blocks, index) : [];
  // What answers a question is a paragraph, too.
  if (kind === 'paragraph' && heading.text.endsWith('?')) return [];
  // Each row is found and quoted alone.
  return itemsFrom(blocks, index, kind === 'row' ? 1 : undefined);
}

/** More are a list that says enough. */
const mostFragments = 4;

/**
 * The blocks at the begin of a section that say nothing without its heading: "£42" under "Consultation", and what is no
 * sentence where there is nothing else.
 */
function fragmentsUnder(titles: readonly string[], blocks: readonly Block[], room: TokenRoom): string[] {
  const [first] = blocks;
  const title = titles.at(-1);
  if (!first || !title || first.kind === 'row' || saysTitle(first.text, title)) return [];
  if (!fits(announcementOf([title]), room.maxTokens * announcementShare, room)) return [];
  // What is longer is no fragment.
  const [said = ''] = sentencesOf(first.text.slice(0, 200));
  const isWhole = said === first.text;
  if (!isFragment(said) || !(beginsWithFigure.test(said) || (isWhole && blocks.length === 1))) return [];
  if (!isWhole || blocks.length === 1) return [first.text];
  const rest = blocks.slice(0, mostFragments + 1);
  const end = rest.findIndex(({ kind, text }) => kind !== first.kind || !isShort(text) || !isFragment(text));
  const fragments = rest.slice(0, end < 0 ? rest.length : end);
  return fragments.length <= mostFragments ? fragments.map(itemText) : [];
}

/** It says one thing at most, and neither asks nor announces. */
export const isShort = (text: string) => text.length <= 100 && !/[.!?]\s/.test(text) && !/[:!?]$/.test(text);

/** It says little alone. A paragraph does where it ends like none, or is a list itself: "Flights, travel insurance and meals." */
const isItem = ({ kind, text }: Block) =>
  isShort(text) && (kind !== 'paragraph' || !text.endsWith('.') || isListing(text));

const isListing = (text: string) =>
  text.split(/[,;]\s|\s(?:and|or|und|oder|et|ou|y|e|o|en|of)\s/).every((part) => part.split(' ').length <= 2);

/** What an announcement may take of the room. */
const announcementShare = 0.75;

class AnnouncedList {
  private readonly announcement: string;
  private readonly items: readonly string[];
  private readonly room: TokenRoom;
  private readonly separator: string;

  constructor(announcement: string, items: readonly string[], room: TokenRoom) {
    this.announcement = announcement;
    this.items = items;
    this.room = room;
    this.separator = items.some((item) => item.includes(',')) ? '; ' : ', ';
  }

  /** Said anew with each item or two, an announcement would be most of the text, which it makes far longer. */
  hasRoom(): boolean {
    const { maxTokens } = this.room;
    return (
      fits(this.announcement, maxTokens * announcementShare, this.room) ||
      fits(this.sentenceOf(this.items), maxTokens, this.room)
    );
  }

  *sentences(): Generator<string> {
    const { countTokens, maxTokens } = this.room;
    let held: string[] = [];
    for (const item of this.items) {
      if (held.length > 0 && countTokens(this.sentenceOf([...held, item])) > maxTokens) {
        yield this.sentenceOf(held);
        held = [];
      }
      held.push(item);
    }
    yield this.sentenceOf(held);
  }

  private sentenceOf(items: readonly string[]): string {
    return endSentence(`${this.announcement} ${items.join(this.separator)}`);
  }
}

/** Of a word: it is an address, or has one in it. */
const isAddress = /(?:https?:\/\/|www\.|.@).|[\w-]\.[a-z]{2,}\//i;

/** What ends like a word ends with a full stop: an item of a list is to be read beside other sentences. */
function endSentence(text: string): string {
  const ended = text.replace(/[,;](?:\s(?:and|or))?$/, '');
  if (isAddress.test(ended.slice(ended.lastIndexOf(' ') + 1))) return ended;
  return /(?:[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{Sc}%°)\]*+]|[^.!?…]["'])$/u.test(ended)
    ? `${ended}.`
    : ended;
}
