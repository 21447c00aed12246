import { Tokenizer as TextTokenizer } from '@huggingface/tokenizers';
import { TokenizerError } from './tokenizer-error.ts';

export interface SequenceTokenizerOptions {
  /** Contents of tokenizer.json: WordPiece, Unigram or BPE. */
  tokenizerJson: string;
  /** A text becomes at most so many ids, those that are put around it included; its end is cut. */
  maxTokens: number;
}

/** Text to ids for a model that reads texts and writes none, such as an embedding model. */
export interface SequenceTokenizer {
  /** Ids of a text, in the frame that the model wants (`[CLS] … [SEP]`). Names of control tokens in it are plain text. */
  encode(text: string): number[];
}

/** @throws TokenizerError `tokenizer_unsupported` if the file can't be read, or `maxTokens` leave a text no room */
export function loadSequenceTokenizer({ tokenizerJson, maxTokens }: SequenceTokenizerOptions): SequenceTokenizer {
  try {
    const file = JSON.parse(tokenizerJson);
    // The file may ask for padding and cutting, which are done here and by the model's batches.
    const whole = new TextTokenizer({ ...file, padding: null, truncation: null }, {});
    // In one without added tokens their names are words like any others.
    const plain = new TextTokenizer({ ...file, added_tokens: [], padding: null, truncation: null }, {});
    const idsOf = (text: string) => plain.encode(text, { add_special_tokens: false }).ids;
    const frame = findFrame(whole.encode('a').ids, idsOf('a'));
    const room = maxTokens - frame.before.length - frame.after.length;
    if (room < 1) throw new Error(`of ${maxTokens} tokens it leaves none to a text`);
    return {
      encode: (text) => [...frame.before, ...idsOf(text.toWellFormed()).slice(0, room), ...frame.after],
    };
  } catch (cause) {
    throw new TokenizerError('tokenizer_unsupported', `tokenizer.json can't be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** What a tokenizer puts before and after a text. */
function findFrame(framed: readonly number[], bare: readonly number[]): { before: number[]; after: number[] } {
  const begin = framed.findIndex((_, index) => bare.every((id, offset) => framed[index + offset] === id));
  if (bare.length === 0 || begin < 0) throw new Error('it changes the text that it puts tokens around');
  return { before: framed.slice(0, begin), after: framed.slice(begin + bare.length) };
}
