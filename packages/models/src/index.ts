export type { ModelManifest } from './manifest.ts';
export { ModelError, type ModelErrorCode } from './model-error.ts';
export { type PreparedModel, readPreparedModel, verifyPreparedModel } from './prepared-model.ts';
