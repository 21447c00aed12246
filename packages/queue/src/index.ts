export type { QueueConnection } from './connection/queue-connection.ts';
export { consumeGenerations, openGenerationQueue } from './generations/bullmq-generation-queue.ts';
export type * from './generations/generation-queue.ts';
export type * from './generations/look-ups.ts';
export { consumeImports, openImportQueue } from './imports/bullmq-import-queue.ts';
export type * from './imports/import-queue.ts';
export type * from './notices/notices.ts';
export { openQueues, type Queues } from './open-queues.ts';
export { connectQueues, listenForNotices, openNoticePublisher, type Servers } from './servers.ts';
