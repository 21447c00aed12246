export { type PrepareEmbeddingOptions, prepareEmbeddingModel } from './embedding/prepare-embedding-model.ts';
export {
  type PreparedEmbeddingModel,
  type PreparedReader,
  readPreparedEmbeddingModel,
} from './embedding/prepared-embedding-model.ts';
export type { ReaderHead } from './embedding/reader-head.ts';
export { DEFAULT_MODEL, type ModelSource } from './fetch/model-source.ts';
export type { ModelManifest } from './manifest.ts';
export { ModelError, type ModelErrorCode } from './model-error.ts';
export { type PrepareOptions, prepareModel } from './prepare-model.ts';
export { type PreparedModel, readPreparedModel, verifyPreparedModel } from './prepared-model.ts';
export type { OnProgress, PrepareProgress } from './progress.ts';
