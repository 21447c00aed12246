export { consumeGenerations, openGenerationQueue } from './bullmq-generation-queue.ts';
export { consumeImports, openImportQueue } from './bullmq-import-queue.ts';
export type * from './generation-queue.ts';
export type * from './import-queue.ts';
export type * from './look-ups.ts';
export type * from './notices.ts';
export { openQueues, type Queues } from './open-queues.ts';
export type { QueueConnection } from './queue-connection.ts';
export { connectQueues, listenForNotices, openNoticePublisher, type Servers } from './servers.ts';
