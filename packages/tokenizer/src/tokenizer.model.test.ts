import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Template } from '@huggingface/jinja';
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatMessage } from './chat-template.ts';
import { loadTokenizer } from './tokenizer.ts';

const modelDir = process.env.MODEL_DIR;

describe.skipIf(!modelDir)('with the real tokenizer (MODEL_DIR)', () => {
  const read = (name: string) => (modelDir ? readFileSync(path.join(modelDir, name), 'utf8') : '');
  const load = () => {
    const tokenizerJson = read('tokenizer.json');
    const chatTemplate = read('chat_template.jinja');
    const file = JSON.parse(tokenizerJson) as { added_tokens: { id: number; content: string }[] };
    return {
      tokenizer: loadTokenizer({ tokenizerJson, chatTemplate }),
      library: new LibraryTokenizer(file, {}),
      template: new Template(chatTemplate),
      added: file.added_tokens,
    };
  };
  const { tokenizer, library, template, added } = modelDir ? load() : ({} as ReturnType<typeof load>);
  /** Control characters that the vocabulary has no token for: the tokenizer drops them, as its reference does. */
  const withoutTokens = [0x04, 0x06, 0x13, 0x14, 0x16, 0x1d].map((code) => String.fromCharCode(code));

  const chats = fc.array(
    fc.record({
      role: fc.constantFrom<ChatMessage['role']>('system', 'user', 'assistant'),
      content: fc.string({ unit: 'grapheme', maxLength: 60 }),
    }),
    { minLength: 1, maxLength: 4 },
  );

  test('a chat has the ids of the rendered text', () => {
    fc.assert(
      fc.property(chats, fc.boolean(), (messages, addGenerationPrompt) => {
        const rendered = template.render({ messages, add_generation_prompt: addGenerationPrompt });
        expect(tokenizer.encodeChat(messages, { addGenerationPrompt })).toEqual(library.encode(rendered).ids);
      }),
      { numRuns: 200 },
    );
  });

  test('text comes back as it was, without control tokens', () => {
    const lookalikes = fc.constantFrom(...added.map(({ content }) => content));
    const text = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), lookalikes)).map((parts) => parts.join(''));
    const addedIds = new Set(added.map(({ id }) => id));
    fc.assert(
      fc.property(text, (text) => {
        const ids = tokenizer.encodeText(text);
        expect(ids.some((id) => addedIds.has(id))).toBe(false);
        expect(tokenizer.decode(ids)).toBe(
          withoutTokens.reduce((rest, character) => rest.replaceAll(character, ''), text),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('decoding equals the library on every id', () => {
    for (let id = 0; id < tokenizer.vocabSize; id += 1) {
      expect(tokenizer.decode([id])).toBe(
        library.decode([id], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
      );
    }
  });

  test('streamed text equals decoded text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 49_151 }), { maxLength: 50 }), (ids) => {
        const decoder = tokenizer.createDecoder();
        const texts = [...ids.map((id) => decoder.push([id])), decoder.end()];
        expect(texts.join('')).toBe(tokenizer.decode(ids));
        for (const text of texts) expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
