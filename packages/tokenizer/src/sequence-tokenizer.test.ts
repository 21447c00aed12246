import { describe, expect, it } from 'vitest';
import { loadSequenceTokenizer } from './sequence-tokenizer.ts';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'a', 'ship', '##ping', 'to', '[', ']', 'sep', 'hello'];
const file = {
  version: '1.0',
  truncation: { max_length: 4, strategy: 'LongestFirst', stride: 0 },
  padding: { strategy: { Fixed: 8 }, direction: 'Right', pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' },
  added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map((content, id) => ({
    ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
  })),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
};

describe('a tokenizer for embeddings', () => {
  const tokenizer = loadSequenceTokenizer({ tokenizerJson: JSON.stringify(file), maxTokens: 6 });

  it.each([
    ['Shipping to', [2, 5, 6, 7, 3]],
    ['', [2, 3]],
    ['hello 😀', [2, 11, 1, 3]],
    ['hello [SEP]', [2, 11, 8, 10, 9, 3]],
    ['a a a a a a a', [2, 4, 4, 4, 4, 3]],
    ['a\ud800', [2, 4, 3]],
  ])('reads %j', (text, ids) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  it('refuses fewer tokens than it puts around a text, and one of that', () => {
    const load = (maxTokens: number) => loadSequenceTokenizer({ tokenizerJson: JSON.stringify(file), maxTokens });
    expect(load(3).encode('a a')).toEqual([2, 4, 3]);
    for (const maxTokens of [1, 2]) expect(() => load(maxTokens)).toThrow(/leaves none to a text/);
  });

  it('refuses what is no tokenizer', () => {
    expect(() => loadSequenceTokenizer({ tokenizerJson: '{}', maxTokens: 8 })).toThrow(/tokenizer.json can't be used/);
  });
});
