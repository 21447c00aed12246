export { type PreparedReader, readPreparedEmbeddingModel } from './embedding/prepared-embedding-model.ts';
export type { ReaderHead } from './embedding/reader-head.ts';
export { ModelError } from './model-error.ts';
export { prepareModel } from './prepare-model.ts';
export { type PreparedModel, readPreparedModel } from './prepared-model.ts';
