export { buildPrompt, type PromptBudget, type PromptSource, promptFormatVersion } from './build-prompt.ts';
export { buildQuotePrompt, type QuotePromptSource, quotePromptFormatVersion } from './build-quote-prompt.ts';
export { cleanText } from './clean-text.ts';
export { normalisePassage } from './passage-text.ts';
export { RepetitionGuard } from './repetition-guard.ts';
export {
  englishReplies,
  handOverIn,
  handOverLanguages,
  handsOver,
  type LeadIn,
  type Reply,
  type ReplyKind,
  type ReplyList,
} from './replies/reply-list.ts';
export { defaultSampling, type Sampling, stopStrings } from './sampling.ts';
