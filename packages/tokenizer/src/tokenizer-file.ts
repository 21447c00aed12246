import { byteOfCharacter } from './byte-level.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** A token that is not made of text by merging: `<|im_end|>` and the like. */
export interface AddedToken {
  id: number;
  content: string;
  /** Says something to the program, not to the reader: not shown. */
  special: boolean;
  /** Takes the white space before it. */
  lstrip?: boolean;
  /** Takes the white space after it. */
  rstrip?: boolean;
}

/** Two tokens that become one, in either way of writing it: `he ll`. */
type Merge = string | [left: string, right: string];

/** The parts of a tokenizer.json that are read here; the rest is the library's business. */
export interface TokenizerFile {
  added_tokens: AddedToken[];
  model: { type: string; vocab: Record<string, number>; merges: Merge[]; unk_token: string | null };
  decoder: { type: string; decoders?: { type: string }[] } | null;
}

/**
 * @param text contents of a tokenizer.json
 * @throws TokenizerError `tokenizer_unsupported` unless it is byte-level BPE, as GPT-2, Llama 3, Qwen and SmolLM have it
 */
export function parseTokenizerFile(text: string): TokenizerFile {
  let file: Partial<TokenizerFile>;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw new TokenizerError('tokenizer_unsupported', 'tokenizer.json is not JSON', { cause });
  }
  const { model, decoder } = file;
  if (model?.type !== 'BPE' || typeof model.vocab !== 'object') {
    throw new TokenizerError('tokenizer_unsupported', `a tokenizer of type ${model?.type} is not supported, only BPE`);
  }
  const decoders = decoder ? [decoder, ...(decoder.decoders ?? [])] : [];
  if (!decoders.some(({ type }) => type === 'ByteLevel')) {
    throw new TokenizerError('tokenizer_unsupported', 'only byte-level tokenizers are supported (decoder ByteLevel)');
  }
  // A byte, such as the `!` that some models pad with, is text though it is listed: no text can do without it.
  const added = file.added_tokens?.filter(
    ({ id, content }) => !byteOfCharacter.has(content) || model.vocab[content] !== id,
  );
  return { ...file, model, decoder: decoder as TokenizerFile['decoder'], added_tokens: added ?? [] };
}

/**
 * The same tokenizer without added tokens: whatever text it reads, none of them comes out. They go from the vocabulary
 * too, where a model that takes whole words before it merges (`ignore_merges`) would find them, and so do the merges
 * that make them: a word that is no token would be lost, and its parts are not.
 */
export function withoutAddedTokens(file: TokenizerFile): TokenizerFile {
  const added = new Set(file.added_tokens.map(({ id }) => id));
  const vocab = Object.fromEntries(Object.entries(file.model.vocab).filter(([, id]) => !added.has(id)));
  const merges = file.model.merges.filter((merge) => Object.hasOwn(vocab, resultOf(merge)));
  return { ...file, added_tokens: [], model: { ...file.model, vocab, merges, unk_token: null } };
}

function resultOf(merge: Merge): string {
  return typeof merge === 'string' ? merge.replace(' ', '') : merge.join('');
}
