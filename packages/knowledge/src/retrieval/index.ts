export { embedPassages } from './embed-passages.ts';
export type { Embedder } from './embedder.ts';
export { questionBefore } from './follow-up.ts';
export type { MessageKinds } from './message-reader.ts';
export { type FoundPassage, type IndexedPassage, PassageIndex } from './passage-index.ts';
export { loadRetrievalModels, type Retrieval, type RetrievalModels, retrieve } from './retriever.ts';
export type { RoundedVector } from './rounded-vector.ts';
export { SiteIndexes } from './site-indexes.ts';
