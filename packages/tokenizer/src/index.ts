export type { ChatMessage } from './chat-template.ts';
export { loadSequenceTokenizer } from './sequence-tokenizer.ts';
export { StopStrings } from './stop-strings.ts';
export type { StreamDecoder } from './stream-decoder.ts';
export { loadTokenizer, type Tokenizer } from './tokenizer.ts';
