export type * from './generation-queue.ts';
export type * from './import-queue.ts';
export type * from './look-ups.ts';
export type * from './notices.ts';
export { consumeGenerations, openGenerationQueue } from './postgres-generation-queue.ts';
export { consumeImports, openImportQueue } from './postgres-import-queue.ts';
export { listenForNotices } from './postgres-notice-listener.ts';
export { openNoticePublisher } from './postgres-notice-publisher.ts';
