import { createHash } from 'node:crypto';
import type { Block, Document } from '../document.ts';
import { cleanTitle } from '../reading/clean-text.ts';
import { splitSentences } from './split-sentences.ts';

/** A piece of a document that can be shown and quoted: whole sentences under one heading. */
export interface Passage {
  /** Titles from the document's own to the section's, each one line. */
  titlePath: string[];
  /** One to four sentences, each one line; the passage's text is these joined by one space. */
  sentences: string[];
  /** Address of its place in the source, or null when it has none. */
  link: string | null;
  /** SHA-256 of titles and sentences, in hex: the same hash is the same passage, wherever it stands. */
  hash: string;
}

export interface PassageOptions {
  /** How many tokens a text takes. */
  countTokens(text: string): number;
  /** Address of the document; a section's fragment is added. */
  url?: string;
  /** Stands where the document has no title of its own. */
  title?: string;
  /** Most tokens of a passage; only a single sentence may be longer, up to twice that. Defaults to 80. */
  maxTokens?: number;
  /** Most sentences of a passage. Defaults to 4. */
  maxSentences?: number;
}

/** No words have so many characters to a token: what is longer than that is too long, and need not be counted. */
const longestToken = 20;

/** Makes the passages of a document, in its order, each of them once. */
export function makePassages(document: Document, options: PassageOptions): Passage[] {
  const title = cleanTitle(document.title ?? options.title ?? '');
  const passages = new Map<string, Passage>();
  for (const { titles, blocks, fragment } of document.sections) {
    const titlePath = pathOf([title, ...titles]);
    const link = linkTo(options.url, fragment);
    for (const sentences of groupSentences(blocks, options)) {
      const hash = passageHash(titlePath, sentences);
      if (!passages.has(hash)) passages.set(hash, { titlePath, sentences, link, hash });
    }
  }
  return [...passages.values()];
}

/** The hash that {@link Passage} carries. */
export function passageHash(titlePath: readonly string[], sentences: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([titlePath, sentences]))
    .digest('hex');
}

function pathOf(titles: readonly string[]): string[] {
  const path = titles.map(cleanTitle);
  return path.filter((title, index) => title !== '' && title !== path[index - 1]);
}

function linkTo(url: string | undefined, fragment: string | null): string | null {
  if (url === undefined) return null;
  if (fragment === null) return url;
  const link = new URL(url);
  link.hash = fragment;
  return link.href;
}

/** Blocks stay together where they fit: a change in one moves few others into another passage. */
function groupSentences(
  blocks: readonly Block[],
  { countTokens, maxTokens = 80, maxSentences = 4 }: PassageOptions,
): string[][] {
  const groups: string[][] = [];
  let group: string[] = [];
  let tokens = 0;
  const flush = () => {
    if (group.length > 0) groups.push(group);
    group = [];
    tokens = 0;
  };
  for (const texts of joinLists(blocks, countTokens, maxTokens)) {
    const sentences = texts
      .flatMap(splitSentences)
      .flatMap((sentence) => shorten(sentence, countTokens, maxTokens))
      .map((sentence) => ({ sentence, cost: countTokens(sentence) }));
    const cost = sentences.reduce((sum, one) => sum + one.cost, 0);
    if (tokens + cost > maxTokens || group.length + sentences.length > maxSentences) flush();
    for (const one of sentences) {
      if (tokens + one.cost > maxTokens || group.length >= maxSentences) flush();
      group.push(one.sentence);
      tokens += one.cost;
    }
  }
  flush();
  return groups;
}

/**
 * The texts of each block, ended as sentences. A line that announces a list takes its short items into one sentence ("We
 * accept: Visa, Mastercard."), because none of them says anything alone; a long list is announced again in each.
 */
function joinLists(blocks: readonly Block[], countTokens: (text: string) => number, maxTokens: number): string[][] {
  const texts: string[][] = [];
  for (let index = 0; index < blocks.length; index += 1) {
    const { text } = blocks[index] as Block;
    const items: string[] = [];
    // A table that follows the list is not announced with it.
    const kind = blocks[index + 1]?.kind;
    if (text.endsWith(':') && kind !== undefined && kind !== 'paragraph') {
      for (let next = blocks[index + 1]; next?.kind === kind && isShort(next.text); ) {
        items.push(next.text.replace(/(?:[.,;]|[,;]?\s(?:and|or))$/, ''));
        next = blocks[index + 1 + items.length];
      }
    }
    const list = items.length === 0 ? null : announced(text, items, countTokens, maxTokens);
    if (list === null) texts.push([endSentence(text)]);
    else {
      texts.push(...list.map((sentence) => [sentence]));
      index += items.length;
    }
  }
  return texts;
}

/** @returns null where the announcement leaves its items too little room: said anew with each of them it would be most of the text */
function announced(
  lead: string,
  items: readonly string[],
  countTokens: (text: string) => number,
  maxTokens: number,
): string[] | null {
  // What was said before the announcement is a sentence of its own.
  const before = splitSentences(lead);
  const announcement = before.pop() ?? lead;
  const separator = items.some((item) => item.includes(',')) ? '; ' : ', ';
  const sentences: string[] = [...before];
  let held: string[] = [];
  const sentenceOf = (some: readonly string[]) => endSentence(`${announcement} ${some.join(separator)}`);
  const fits = (text: string, most: number) => text.length <= most * longestToken && countTokens(text) <= most;
  if (!fits(announcement, maxTokens * 0.75) && !fits(sentenceOf(items), maxTokens)) return null;
  for (const item of items) {
    if (held.length > 0 && countTokens(sentenceOf([...held, item])) > maxTokens) {
      sentences.push(sentenceOf(held));
      held = [];
    }
    held.push(item);
  }
  return [...sentences, sentenceOf(held)];
}

const isShort = (text: string) => text.length <= 100 && !/[.!?]\s/.test(text) && !/[:!?]$/.test(text);

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

/** What is far too long for a sentence (a table without a full stop) is cut, where it pauses or between words. */
function shorten(sentence: string, countTokens: (text: string) => number, maxTokens: number): string[] {
  if (countTokens(sentence) <= maxTokens * 2) return [sentence];
  const pieces: string[] = [];
  let piece = '';
  for (const part of sentence
    .split(/(?<=;|:)\s+/)
    .flatMap((one) => (countTokens(one) > maxTokens ? words(one) : [one]))) {
    const longer = piece === '' ? part : `${piece} ${part}`;
    if (piece !== '' && countTokens(longer) > maxTokens) {
      pieces.push(piece);
      piece = part;
    } else piece = longer;
  }
  return [...pieces, piece];
}

/** Words, and of a text without any, pieces. */
function words(text: string): string[] {
  return text.split(' ').flatMap((word) => (word.length > 200 ? (word.match(/.{1,200}/gsu) ?? []) : [word]));
}
