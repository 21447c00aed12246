import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelError } from '../model-error.ts';
import { tinyMetadata, tinyWeights } from '../testing/tiny-model.ts';
import { encodeGguf, type GgufEntry, type GgufWeights } from '../testing/write-gguf.ts';
import { convertGguf } from './convert-gguf.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-unsupported-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Converts the tiny model with these parts of its file replaced (or, by undefined, left out). */
function convertWith(
  metadata: Record<string, GgufEntry | undefined>,
  tensors: Record<string, GgufWeights | undefined> = {},
): void {
  const given = <T>(entries: Record<string, T | undefined>) =>
    Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, T] => entry[1] !== undefined));
  const file = encodeGguf(given({ ...tinyMetadata(), ...metadata }), given({ ...tinyWeights(), ...tensors }));
  const ggufPath = join(dir, 'file.gguf');
  writeFileSync(ggufPath, file);
  convertGguf({ ggufPath, outputDir: join(dir, 'out'), name: 'x', source: { file: 'x', sha256: 'x' } });
}

const wideNorm: GgufWeights = { type: 'F32', rows: 1, columns: 96, values: new Float32Array(96) };
const gate = tinyWeights()['blk.0.ffn_gate.weight'] as GgufWeights;
const bias: GgufWeights = { type: 'F32', rows: 1, columns: 64, values: new Float32Array(64) };

describe('convertGguf refuses what it would convert wrongly:', () => {
  it('(takes the untouched file)', () => expect(() => convertWith({})).not.toThrow());

  it.each<[string, Record<string, GgufEntry | undefined>, Record<string, GgufWeights | undefined>, string, RegExp]>([
    ['another architecture', { 'general.architecture': { string: 'mamba' } }, {}, 'unsupported_model', /mamba/],
    ['rope scaling', { 'llama.rope.scaling.type': { string: 'yarn' } }, {}, 'unsupported_model', /yarn/],
    ['partial rotary', { 'llama.rope.dimension_count': { u32: 8 } }, {}, 'unsupported_model', /rotary/],
    ['a missing size', { 'llama.block_count': undefined }, {}, 'malformed', /block_count/],
    ['an absurd size', { 'llama.context_length': { u32: 4e9 } }, {}, 'malformed', /context_length/],
    ['another tokenizer', { 'tokenizer.ggml.pre': { string: 'llama-bpe' } }, {}, 'unsupported_model', /llama-bpe/],
    ['a beginning token', { 'tokenizer.ggml.add_bos_token': { bool: true } }, {}, 'unsupported_model', /add_bos/],
    ['no chat template', { 'tokenizer.chat_template': undefined }, {}, 'unsupported_model', /chat template/],
    [
      'a chat template without the system',
      { 'tokenizer.chat_template': { string: '{{ messages[-1].content }}' } },
      {},
      'unsupported_model',
      /leaves out the system message/,
    ],
    ['a merge of no token', { 'tokenizer.ggml.merges': { strings: ['q q'] } }, {}, 'malformed', /q q/],
    ['an end outside', { 'tokenizer.ggml.eos_token_id': { u32: 9999 } }, {}, 'malformed', /eos_token_id is 9999/],
    ['a missing tensor', {}, { 'blk.1.ffn_up.weight': undefined }, 'unsupported_model', /blk\.1\.ffn_up/],
    ['an unknown tensor', {}, { 'blk.0.attn_q.bias': bias }, 'unsupported_model', /attn_q\.bias/],
    ['a tensor of another shape', {}, { 'output_norm.weight': wideNorm }, 'malformed', /output_norm/],
    [
      'parts of a product in two types',
      {},
      { 'blk.0.ffn_gate.weight': { ...gate, type: 'Q8_0' } },
      'unsupported_model',
      /blk\.0\.ffn_gate_up.* Q8_0, Q4_1/,
    ],
    ['more layers than tensors', { 'llama.block_count': { u32: 3 } }, {}, 'unsupported_model', /blk\.2/],
  ])('%s', (_what, metadata, tensors, code, message) => {
    let thrown: unknown;
    try {
      convertWith(metadata, tensors);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ModelError);
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
