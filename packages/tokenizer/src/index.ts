export type { ChatMessage } from './chat-template.ts';
export { loadSequenceTokenizer, type SequenceTokenizer, type SequenceTokenizerOptions } from './sequence-tokenizer.ts';
export { StopStrings } from './stop-strings.ts';
export type { StreamDecoder } from './stream-decoder.ts';
export { loadTokenizer, type Tokenizer, type TokenizerFiles } from './tokenizer.ts';
export { TokenizerError, type TokenizerErrorCode } from './tokenizer-error.ts';
