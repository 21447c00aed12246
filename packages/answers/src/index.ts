export { buildPrompt, type PromptBudget, type PromptSource } from './build-prompt.ts';
export { buildQuotePrompt, type QuotePromptSource } from './build-quote-prompt.ts';
export { cacheableQuestion } from './cacheable-question.ts';
export { cleanText } from './clean-text.ts';
export { answeredLanguage, detectOtherLanguage } from './detect-language.ts';
export {
  type Around,
  type Heard,
  likelihoodsOf,
  type Manner,
  mannerOf,
  needsNoPassage,
  saysNothing,
} from './manner.ts';
export { normalisePassage } from './passage-text.ts';
export { EntityHold } from './phrasing/entity-hold.ts';
export { PhraseConstraint, type TokenTexts, tokenTexts } from './phrasing/phrase-constraint.ts';
export { PhraseDecoder, type PhraseDecoderOptions } from './phrasing/phrase-decoder.ts';
export { PhraseRules } from './phrasing/phrase-rules.ts';
export {
  confidenceFeatures,
  type Decision,
  type DecisionParameters,
  decide,
  decideByRetrieval,
  defaultDecisionParameters,
  evidenceOf,
  type Signals,
  withCaution,
} from './quoting/decision.ts';
export { fitConfidence, type JudgedQuestion, type ReliabilityRow, reliability } from './quoting/fit-confidence.ts';
export { type FoundPassage, type Quotable, quotablesOf, sentencesOf } from './quoting/quotable-passages.ts';
export { QuoteDecoder, type QuoteDecoderOptions } from './quoting/quote-decoder.ts';
export type { Branch, Said } from './quoting/quote-grammar.ts';
export { RepetitionGuard } from './repetition-guard.ts';
export {
  doubtReply,
  handOverIn,
  handOverLanguages,
  handsOver,
  type LeadIn,
  type ListedReply,
  listedReplies,
  offerIn,
  onlyFilesReply,
  type Reply,
  type ReplyKind,
  type ReplyList,
  type ReplyTexts,
  repliesIn,
  repliesOfKind,
  textsToldApart,
  wordingsOf,
  wordingsSpoken,
} from './replies/reply-list.ts';
export { replyTextProblems } from './replies/reply-text-problems.ts';
export { defaultSampling, type Sampling, stopStrings } from './sampling.ts';
