import type { GgufHeader, GgufValue } from '../gguf/gguf-header.ts';
import { ModelError } from '../model-error.ts';

/** A model's vocabulary and its own text format, as the files that our tokenizer reads. */
export interface TokenizerFiles {
  /** Hugging Face's tokenizer.json. */
  tokenizerJson: string;
  /** The Jinja template that lays messages out. */
  chatTemplate: string;
  /** Any of these ends an answer. */
  eosTokenIds: number[];
  padTokenId: number;
  vocabSize: number;
}

const CONTROL = 3;
const USER_DEFINED = 4;

/**
 * Every digit (any numeric character) is a piece of its own. Not Hugging Face's `Digits`, whose JavaScript version
 * knows ASCII digits only.
 */
const DIGIT = '\\p{N}';
/** GPT-2's pieces: contractions, words and numbers with the space before them, punctuation, white space. */
const GPT2_PIECE = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** Control tokens that end an answer in the chat formats in use, whichever of them the file names as its own. */
const END_OF_ANSWER = ['<|im_end|>', '<|endoftext|>', '<|eot_id|>', '</s>'];

/** Reads the tokenizer out of a GGUF header. Throws ModelError `unsupported_model` or `malformed`. */
export function readTokenizer(header: GgufHeader): TokenizerFiles {
  const { metadata } = header;
  const model = metadata.get('tokenizer.ggml.model');
  const pre = metadata.get('tokenizer.ggml.pre');
  if (model !== 'gpt2' || pre !== 'smollm') {
    throw new ModelError(
      'unsupported_model',
      `The converter knows the tokenizer gpt2/smollm, not ${String(model)}/${String(pre)}.`,
    );
  }
  for (const key of [
    'tokenizer.ggml.add_bos_token',
    'tokenizer.ggml.add_eos_token',
    'tokenizer.ggml.add_space_prefix',
  ]) {
    if (metadata.get(key) === true) throw new ModelError('unsupported_model', `The converter does not know ${key}.`);
  }
  const chatTemplate = metadata.get('tokenizer.chat_template');
  if (typeof chatTemplate !== 'string') {
    throw new ModelError('unsupported_model', 'The model has no chat template: it was not made for conversations.');
  }

  const tokens = stringArray(metadata, 'tokenizer.ggml.tokens');
  const vocabulary = new Map(tokens.map((token, id) => [token, id]));
  if (vocabulary.size !== tokens.length) throw new ModelError('malformed', 'The model names a token twice.');
  const merges = stringArray(metadata, 'tokenizer.ggml.merges').map((merge) => splitMerge(merge, vocabulary));
  const types = metadata.get('tokenizer.ggml.token_type');
  if (!Array.isArray(types) || types.length !== tokens.length) {
    throw new ModelError('malformed', 'The model does not give the type of every token.');
  }
  const tokenId = (key: string, fallback?: number): number => {
    const id = metadata.get(`tokenizer.ggml.${key}`) ?? fallback;
    if (typeof id !== 'number' || tokens[id] === undefined) {
      throw new ModelError('malformed', `The model's ${key} is ${String(id)}.`);
    }
    return id;
  };
  const eos = tokenId('eos_token_id');
  const isControl = (id: number | undefined): id is number => id !== undefined && types[id] === CONTROL;
  return {
    tokenizerJson: JSON.stringify(tokenizerJson(tokens, types, vocabulary, merges)),
    chatTemplate,
    eosTokenIds: [...new Set([eos, ...END_OF_ANSWER.map((token) => vocabulary.get(token)).filter(isControl)])],
    padTokenId: tokenId('padding_token_id', eos),
    vocabSize: tokens.length,
  };
}

function tokenizerJson(
  tokens: readonly string[],
  types: readonly GgufValue[],
  vocabulary: ReadonlyMap<string, number>,
  merges: readonly [string, string][],
): object {
  const isolated = (regex: string) => ({
    type: 'Split',
    pattern: { Regex: regex },
    behavior: 'Isolated',
    invert: false,
  });
  const addedTokens = tokens.flatMap((content, id) =>
    types[id] === CONTROL || types[id] === USER_DEFINED
      ? [
          {
            id,
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: types[id] === CONTROL,
          },
        ]
      : [],
  );
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens,
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        isolated(DIGIT),
        isolated(GPT2_PIECE),
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary),
      merges,
    },
  };
}

function stringArray(metadata: GgufHeader['metadata'], key: string): string[] {
  const values = metadata.get(key);
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) {
    throw new ModelError('malformed', `The model file's ${key} is not a list of strings.`);
  }
  return values;
}

function splitMerge(merge: string, vocabulary: ReadonlyMap<string, number>): [string, string] {
  const [left, right, more] = merge.split(' ');
  if (!left || !right || more !== undefined || !vocabulary.has(left + right)) {
    throw new ModelError('malformed', `The model's merge ${JSON.stringify(merge.slice(0, 80))} makes no token.`);
  }
  return [left, right];
}
