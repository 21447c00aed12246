import type { Block } from '../document.ts';
import { sentencesOf } from './split-sentences.ts';
import { fits, type TokenRoom } from './token-room.ts';

/**
 * The texts of blocks, ended as sentences. A line that announces a list takes its short items into one sentence ("We
 * accept: Visa, Mastercard."), because none of them says anything alone; a long list is announced again in each. Empty texts are
 * steps without one.
 */
export function* joinLists(blocks: readonly Block[], room: TokenRoom): Generator<string> {
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
      const list = new AnnouncedList(before.pop() ?? text, items, room);
      if (list.hasRoom()) {
        yield* before;
        yield* list.sentences();
        index += items.length;
        continue;
      }
    }
    yield endSentence(text);
  }
}

/** The short items that a block announces. */
function itemsAfter(blocks: readonly Block[], index: number): string[] {
  const items: string[] = [];
  // A table that follows the list is not announced with it.
  const kind = blocks[index + 1]?.kind;
  if (!blocks[index]?.text.endsWith(':') || kind === undefined || kind === 'paragraph') return items;
  for (let next = blocks[index + 1]; next?.kind === kind && isShort(next.text); ) {
    items.push(next.text.replace(/(?:[.,;]|[,;]?\s(?:and|or))$/, ''));
    next = blocks[index + 1 + items.length];
  }
  return items;
}

const isShort = (text: string) => text.length <= 100 && !/[.!?]\s/.test(text) && !/[:!?]$/.test(text);

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
      fits(this.announcement, maxTokens * 0.75, this.room) || fits(this.sentenceOf(this.items), maxTokens, this.room)
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
