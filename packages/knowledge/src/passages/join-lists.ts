import type { Block } from '../document.ts';
import { denies } from './denying-words.ts';
import { sentencesOf } from './split-sentences.ts';
import { fits, type TokenRoom } from './token-room.ts';

/**
 * The texts of blocks, ended as sentences. A line that announces a list takes its short items into one sentence ("We
 * accept: Visa, Mastercard."), because none of them says anything alone; a long list is announced again in each. So does a
 * heading that ends like such a line, or denies what stands under it: "Flights." under "Not included" says the opposite. Empty texts
 * are steps without one.
 * @param titles of the headings over the blocks, from the outermost
 */
export function* joinLists(blocks: readonly Block[], titles: readonly string[], room: TokenRoom): Generator<string> {
  const heading = announcingHeading(titles, room);
  for (let index = 0; index < blocks.length; index += 1) {
    const { text } = blocks[index] as Block;
    const items = itemsAfter(blocks, index);
    if (items.length > 0) {
      // What was said before the announcement is a sentence of its own.
      const before: string[] = [];
      for (const sentence of sentencesOf(text)) {
        before.push(sentence);
        yield '';
      }
      const said = before.pop() ?? text;
      const list = new AnnouncedList(heading?.denies && !denies(said) ? `${heading.text} ${said}` : said, items, room);
      if (list.hasRoom()) {
        yield* before;
        yield* list.sentences();
        index += items.length;
        continue;
      }
    }
    const under = heading ? itemsUnder(heading, blocks, index) : [];
    if (heading && under.length > 0) {
      yield* new AnnouncedList(heading.text, under, room).sentences();
      index += under.length - 1;
    } else yield endSentence(text);
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
    items.push(next.text.replace(/(?:[.,;]|[,;]?\s(?:and|or))$/, ''));
    next = blocks[index + items.length];
  }
  return items;
}

interface Heading {
  /** Ended as an announcement. */
  text: string;
  denies: boolean;
}

/** The heading over blocks, with those above it from the outermost that denies, where it announces what stands under it. */
function announcingHeading(titles: readonly string[], room: TokenRoom): Heading | undefined {
  // The outermost is the page's, over all that is on it: "No Limits Gym".
  const first = titles.findIndex((title, index) => denies(title) && (index > 0 || titles.length === 1));
  if (first < 0 && !titles.at(-1)?.endsWith(':')) return undefined;
  // Where none denies, the last alone.
  const text = titles
    .slice(first)
    .map((title) => (title.endsWith('?') ? title : `${title.replace(/[.:;,!]+$/, '')}:`))
    .join(' ');
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

const isShort = (text: string) => text.length <= 100 && !/[.!?]\s/.test(text) && !/[:!?]$/.test(text);

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
