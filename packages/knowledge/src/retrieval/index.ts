export { embedPassages } from './embed-passages.ts';
export { type Embedder, loadEmbedder, type TextKind } from './embedder.ts';
export { dependsOnPrevious, withContext } from './follow-up.ts';
export type { MessageKinds } from './message-reader.ts';
export {
  type FoundPassage,
  type IndexedPassage,
  PassageIndex,
  type PassageVectors,
  type SearchText,
} from './passage-index.ts';
export {
  loadRetrievalModels,
  type Retrieval,
  type RetrievalModels,
  type RetrievalRequest,
  retrieve,
} from './retriever.ts';
export type { RoundedVector } from './rounded-vector.ts';
export { SiteIndexes } from './site-indexes.ts';
