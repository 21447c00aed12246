export * from './client.ts';
export * from './conversation-events.ts';
