import { createHash } from 'node:crypto';
import type { Block, Document, Section } from '../document.ts';
import { cleanTitle } from '../reading/clean-text.ts';
import { announces } from './headings.ts';
import { joinLists } from './join-lists.ts';
import { joinHours } from './opening-hours.ts';
import { joinPrices } from './price-cards.ts';
import { sayHeadings } from './say-headings.ts';
import { shortened } from './shorten-sentence.ts';
import { sentencesOf } from './split-sentences.ts';

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
}

/** Most sentences of a passage. */
const maxSentences = 4;

/**
 * Makes the passages of a document, in its order, each of them once. Two megabytes take seconds, and what is made to do harm
 * takes longer: whoever has more to do can do it after each step, of which many make no passage yet and none takes long.
 */
export function* passageSteps(document: Document, options: PassageOptions): Generator<Passage | undefined> {
  const title = cleanTitle(document.title ?? options.title ?? '');
  const hashes = new Set<string>();
  for (const { titles, blocks, fragment } of sayHeadings(document.sections.map(withJoined))) {
    const titlePath = pathOf([title, ...titles]);
    const link = linkTo(options.url, fragment);
    for (const sentences of groupSentences(blocks, titles.length > 0 ? titles : [title], options)) {
      if (sentences.length === 0) {
        yield undefined;
        continue;
      }
      const hash = passageHash(titlePath, sentences);
      yield hashes.has(hash) ? undefined : { titlePath, sentences, link, hash };
      hashes.add(hash);
    }
  }
}

function withJoined({ titles, blocks, fragment }: Section): Section {
  const headings = titles.map(cleanTitle);
  return { titles: headings, blocks: announces(headings) ? blocks : joinPrices(joinHours(blocks)), fragment };
}

/** The hash that {@link Passage} carries. */
function passageHash(titlePath: readonly string[], sentences: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([titlePath, sentences]))
    .digest('hex');
}

function pathOf(path: readonly string[]): string[] {
  return path.filter((title, index) => title !== '' && title !== path[index - 1]);
}

function linkTo(url: string | undefined, fragment: string | null): string | null {
  if (url === undefined) return null;
  if (fragment === null) return url;
  const link = new URL(url);
  link.hash = fragment;
  return link.href;
}

/**
 * Blocks stay together where they fit: a change in one moves few others into another passage. But each row of several columns stands alone, as
 * they resemble each other, and only one of them is what was asked for. Empty groups are steps without one.
 */
function* groupSentences(
  blocks: readonly Block[],
  titles: readonly string[],
  { countTokens, maxTokens = 80 }: PassageOptions,
): Generator<string[]> {
  let group: string[] = [];
  let tokens = 0;
  const take = () => {
    const taken = group;
    group = [];
    tokens = 0;
    return taken;
  };
  let last: Block['kind'] | 'columns' | undefined;
  for (const { text, kind } of joinLists(blocks, titles, { countTokens, maxTokens })) {
    if (text === '') yield [];
    // A name and its value may be one of several that tell of one thing.
    const shape = kind === 'row' && text.includes('; ') ? 'columns' : kind;
    if (last === 'columns' || shape === 'columns' || (last === 'row' && shape !== 'row')) yield take();
    last = shape;
    const sentences: { sentence: string; cost: number }[] = [];
    for (const whole of sentencesOf(text)) {
      for (const sentence of shortened(whole, { countTokens, maxTokens })) {
        sentences.push({ sentence, cost: countTokens(sentence) });
        yield [];
      }
    }
    const cost = sentences.reduce((sum, one) => sum + one.cost, 0);
    if (tokens + cost > maxTokens || group.length + sentences.length > maxSentences) yield take();
    for (const one of sentences) {
      if (tokens + one.cost > maxTokens || group.length >= maxSentences) yield take();
      group.push(one.sentence);
      tokens += one.cost;
    }
  }
  yield take();
}
