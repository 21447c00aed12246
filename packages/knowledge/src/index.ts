export {
  type CrawledPage,
  type CrawlFailure,
  type CrawlOptions,
  type CrawlProgress,
  type CrawlSummary,
  crawlSite,
} from './crawling/crawl-site.ts';
export * from './document.ts';
export * from './document-error.ts';
export * from './limits.ts';
export * from './passages/diff-passages.ts';
export {
  type Passage,
  type PassageOptions,
  passageHash,
  passageSteps,
} from './passages/make-passages.ts';
export { splitSentences } from './passages/split-sentences.ts';
export { cleanLine, cleanText } from './reading/clean-text.ts';
export { type DocumentReader, type DocumentReaderOptions, openDocumentReader } from './reading/document-reader.ts';
export type { ReadDocument } from './reading/read-document.ts';
export { readPlainText } from './reading/read-plain-text.ts';
export { documentOfQuestions, type QuestionAnswer } from './reading/read-questions.ts';
