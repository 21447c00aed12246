export { type CrawlOptions, crawlSite } from './crawling/crawl-site.ts';
export * from './document.ts';
export { DocumentError } from './document-error.ts';
export * from './passages/diff-passages.ts';
export { type Passage, passageSteps } from './passages/make-passages.ts';
export { splitSentences } from './passages/split-sentences.ts';
export { cleanLine } from './reading/clean-text.ts';
export { type DocumentReader, openDocumentReader } from './reading/document-reader.ts';
export { readPlainText } from './reading/read-plain-text.ts';
