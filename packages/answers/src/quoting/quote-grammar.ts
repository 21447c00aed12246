import type { LeadIn, Reply, ReplyList } from '../replies/reply-list.ts';
import { mostSentences, type Quotable } from './quotable-passages.ts';
import { TokenTrie } from './token-trie.ts';

export interface QuoteGrammarOptions {
  list: ReplyList;
  quotables: readonly Quotable[];
  /** Ids of a text, never a control token. */
  encode(text: string): readonly number[];
  /** Text of ids. What a vocabulary has no tokens for does not come back as it went in, and is not quoted. */
  decode(ids: readonly number[]): string;
  /** The id that ends an answer. */
  endId: number;
  /** Most ids of an answer. What does not fit is never begun. */
  maxTokens: number;
  /** How far behind the best passage another may be for an answer to begin with it, in units of the score. */
  firstWindow: number;
  /** How far behind the one that was quoted first another may be to be quoted after it. */
  nextWindow: number;
  /** Whether an answer may begin with a quotation, without a lead-in. Defaults to false. */
  mayBeginQuoting?: boolean;
}

/** Ids that are no beginning of an answer: whoever began it, such as another version, had another language. */
export class OtherAnswerError extends Error {
  override name = 'OtherAnswerError';
}

/** What an answer's ids said. */
export type Said =
  | { kind: 'reply'; reply: Reply }
  | { kind: 'quote'; leadIn: LeadIn | undefined; quotes: readonly Quotable[] };

interface Piece<Entry> {
  entry: Entry;
  ids: readonly number[];
}

type QuotePiece = Piece<Quotable>;

/** One way to read the ids so far. There is more than one only where a text begins like another one as a whole. */
type Reading =
  | { at: 'reply'; node: TokenTrie<Piece<Reply>> }
  | { at: 'lead-in'; node: TokenTrie<Piece<LeadIn>> }
  | QuoteReading;

interface QuoteReading {
  at: 'quote';
  node: TokenTrie<QuotePiece>;
  /** None where the answer begins with what is quoted. */
  leadIn: LeadIn | undefined;
  said: readonly QuotePiece[];
  /** Ids of lead-in and what was said. */
  tokens: number;
}

/** How an answer begins. */
export type Branch = 'answer' | 'hand-over' | 'reply';

/** What the ids that may follow lead to. */
export interface Options {
  /** At the very first id: the branch that each leads to. */
  branches: ReadonlyMap<number, Branch> | undefined;
  /** Where a quotation is being chosen: the best score of those that each id leads to. */
  scores: ReadonlyMap<number, number>;
  ids: readonly number[];
}

/**
 * The finite language of mode quote, by token ids: a reply of the list, or a lead-in, where one is needed, and one to four sentences of
 * the passages, none twice; then the end. Nothing is begun that does not fit, so there is no dead end. Goes along with an
 * answer id by id: a place costs what may follow there, not what came before.
 */
export class QuoteGrammar {
  readonly #replies = new TokenTrie<Piece<Reply>>();
  readonly #leadIns = new TokenTrie<Piece<LeadIn>>();
  readonly #quotes = new TokenTrie<QuotePiece>();
  /** The same at the beginning of an answer. */
  readonly #firstQuotes = new TokenTrie<QuotePiece>();
  readonly #options: QuoteGrammarOptions;
  readonly #bestScore: number;
  #readings: readonly Reading[];
  /** How many ids they have read. */
  #length = 0;

  /** @throws when not even one reply fits */
  constructor(options: QuoteGrammarOptions) {
    this.#options = options;
    const { list, quotables, encode, decode, maxTokens } = options;
    for (const reply of list.replies) {
      const ids = encode(reply.text);
      if (ids.length < maxTokens) this.#replies.add(ids, { entry: reply, ids });
    }
    if (this.#replies.entries.length === 0) throw new Error(`no reply fits into ${maxTokens} tokens`);
    const leadIns = list.leadIns.map((entry) => ({ entry, ids: encode(entry.text) }));
    const longest = Math.max(0, ...leadIns.map(({ ids }) => ids.length));
    const piecesOf = (written: (text: string) => string) =>
      quotables
        .map((entry) => ({ entry, ids: encode(written(entry.text)) }))
        .filter(({ entry, ids }) => entry.sentences.length <= mostSentences && longest + ids.length < maxTokens)
        .filter(({ entry, ids }) => decode(ids) === written(entry.text));
    // The blank before it is part of its first token.
    const pieces = piecesOf((text) => ` ${text}`);
    if (options.mayBeginQuoting) for (const piece of piecesOf((text) => text)) this.#firstQuotes.add(piece.ids, piece);
    this.#bestScore = Math.max(Number.NEGATIVE_INFINITY, ...pieces.map(({ entry }) => entry.score));
    for (const piece of pieces) this.#quotes.add(piece.ids, piece);
    if (pieces.length > 0) for (const leadIn of leadIns) this.#leadIns.add(leadIn.ids, leadIn);
    this.#readings = this.#beginnings;
  }

  /**
   * Ids that may follow; none when the answer is whole and nothing can follow. Meant for the engine's `allowedNext`.
   * @throws OtherAnswerError
   */
  allowedNext(generatedIds: readonly number[]): readonly number[] {
    this.#follow(generatedIds);
    const { ids } = this.options;
    return ids.length === 1 && ids[0] === this.#options.endId ? [] : ids;
  }

  /** Whether anything of the passages can be said. */
  get mayQuote(): boolean {
    return this.#quotes.entries.length > 0 && this.#leadIns.entries.length > 0;
  }

  /** Whether an answer may begin with a quotation. */
  get beginsQuoting(): boolean {
    return this.#firstQuotes.entries.length > 0;
  }

  /** What the ids that may follow lead to, after those of the last `allowedNext`. */
  get options(): Options {
    const branches = new Map<number, Branch>();
    const scores = new Map<number, number>();
    const ids = new Set<number>();
    for (const reading of this.#readings) {
      if (reading.at === 'quote') {
        for (const [id, { entries }] of reading.node.children) {
          for (const piece of entries) {
            if (!this.#mayFollow(piece, reading)) continue;
            ids.add(id);
            scores.set(id, Math.max(piece.entry.score, scores.get(id) ?? piece.entry.score));
          }
        }
      } else if (reading.at === 'lead-in') {
        for (const id of reading.node.children.keys()) {
          ids.add(id);
          branches.set(id, 'answer');
        }
      } else {
        for (const [id, { entries }] of reading.node.children) {
          ids.add(id);
          branches.set(id, entries.some(({ entry }) => entry.kind !== 'hand-over') ? 'reply' : 'hand-over');
        }
      }
      if (this.#isWhole(reading)) ids.add(this.#options.endId);
    }
    return {
      branches: this.#length === 0 ? branches : undefined,
      scores,
      ids: [...ids].sort((a, b) => a - b),
    };
  }

  /** What an answer's ids say; undefined for ids that are no whole answer. */
  said(ids: readonly number[]): Said | undefined {
    const whole = ids
      .reduce((readings, id) => this.#read(readings, id), this.#beginnings)
      .find((one) => this.#isWhole(one));
    if (whole?.at === 'quote') {
      return { kind: 'quote', leadIn: whole.leadIn, quotes: whole.said.map(({ entry }) => entry) };
    }
    const reply = whole?.at === 'reply' ? whole.node.ended[0]?.entry : undefined;
    return reply && { kind: 'reply', reply };
  }

  get #beginnings(): readonly Reading[] {
    return [
      { at: 'reply', node: this.#replies },
      { at: 'lead-in', node: this.#leadIns },
      { at: 'quote', node: this.#firstQuotes, leadIn: undefined, said: [], tokens: 0 },
    ];
  }

  #follow(generatedIds: readonly number[]): void {
    if (generatedIds.length < this.#length) {
      this.#readings = this.#beginnings;
      this.#length = 0;
    }
    for (; this.#length < generatedIds.length; this.#length += 1) {
      const id = generatedIds[this.#length] as number;
      this.#readings = this.#read(this.#readings, id);
      if (this.#readings.length === 0) throw new OtherAnswerError(`id ${id} at ${this.#length} continues no answer`);
    }
  }

  #read(readings: readonly Reading[], id: number): readonly Reading[] {
    return readings.flatMap((reading) => this.#readOne(reading, id));
  }

  #readOne(reading: Reading, id: number): Reading[] {
    if (reading.at === 'reply') {
      const node = reading.node.children.get(id);
      return node ? [{ ...reading, node }] : [];
    }
    if (reading.at === 'lead-in') {
      const node = reading.node.children.get(id);
      if (!node) return [];
      const begun = { at: 'quote', node: this.#quotes, said: [] } as const;
      return [
        { ...reading, node },
        ...node.ended.map(({ entry, ids }): Reading => ({ ...begun, leadIn: entry, tokens: ids.length })),
      ];
    }
    const node = reading.node.children.get(id);
    if (!node?.entries.some((piece) => this.#mayFollow(piece, reading))) return [];
    const ended = node.ended.filter((piece) => this.#mayFollow(piece, reading));
    return [
      { ...reading, node },
      ...ended.map((piece) => ({
        ...reading,
        node: this.#quotes,
        said: [...reading.said, piece],
        tokens: reading.tokens + piece.ids.length,
      })),
    ];
  }

  /** Whether a quotation may be said after those of the reading. */
  #mayFollow({ entry, ids }: QuotePiece, { said, tokens }: QuoteReading): boolean {
    const { nextWindow, firstWindow, maxTokens } = this.#options;
    const [first] = said;
    if (!first) return entry.score >= this.#bestScore - firstWindow;
    if (entry.score < first.entry.score - nextWindow) return false;
    if (tokens + ids.length >= maxTokens) return false;
    const sentences = said.flatMap((piece) => piece.entry.sentences);
    return (
      sentences.length + entry.sentences.length <= mostSentences &&
      !entry.sentences.some((sentence) => sentences.includes(sentence))
    );
  }

  #isWhole(reading: Reading): boolean {
    if (reading.at === 'quote') return reading.node === this.#quotes && reading.said.length > 0;
    return reading.at === 'reply' && reading.node.ended.length > 0;
  }
}
