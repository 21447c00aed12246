export { buildPrompt } from './build-prompt.ts';
export { buildQuotePrompt } from './build-quote-prompt.ts';
export { cacheableQuestion } from './cacheable-question.ts';
export { answeredLanguage, detectOtherLanguage } from './detect-language.ts';
export {
  isNeverWorded,
  likelihoodsOf,
  type Manner,
  mannerOf,
  needsNoPassage,
  saysNothing,
  soundsLikeInjection,
  soundsPlain,
} from './manner.ts';
export { orderNumberIn } from './orders/order-number.ts';
export { asksForOrder } from './orders/order-question.ts';
export { mayConcernOrder, type OrderStep, orderStep } from './orders/order-step.ts';
export { mayAskForOrder } from './orders/own-order.ts';
export { EntityHold } from './phrasing/entity-hold.ts';
export { type TokenTexts, tokenTexts } from './phrasing/phrase-constraint.ts';
export { PhraseDecoder } from './phrasing/phrase-decoder.ts';
export { answerEach } from './quoting/answer-each.ts';
export {
  type DecisionParameters,
  decide,
  decideByRetrieval,
  defaultDecisionParameters,
  evidenceOf,
  type Signals,
  withCaution,
} from './quoting/decision.ts';
export { fitConfidence, reliability } from './quoting/fit-confidence.ts';
export type { FoundPassage } from './quoting/quotable-passages.ts';
export { QuoteDecoder } from './quoting/quote-decoder.ts';
export { type Branch, OtherAnswerError } from './quoting/quote-grammar.ts';
export { RepetitionGuard } from './repetition-guard.ts';
export {
  doubtReply,
  handOverIn,
  handOverLanguages,
  listedReplies,
  type Offer,
  type OrderReplyId,
  offerIn,
  onlyFilesReply,
  orderReply,
  type Reply,
  type ReplyKind,
  type ReplyList,
  type ReplyTexts,
  repliesIn,
  repliesOfKind,
  repliesToPlain,
  replyHandsOver,
  restReply,
  textsToldApart,
  withoutAskingForContact,
  wordingsOf,
  wordingsSpoken,
} from './replies/reply-list.ts';
export { replyTextProblems } from './replies/reply-text-problems.ts';
export { defaultSampling, type Sampling, stopStrings } from './sampling.ts';
