// The chat without its looks, for programs that talk as a customer's browser does.
export { type ChatSession, type ChatSessionOptions, createChatSession } from './chat-session.ts';
export type { Answer, ChatState } from './chat-state.ts';
export { type ChatStorage, createMemoryStorage } from './chat-storage.ts';
export { GatewayError, unavailable } from './gateway-request.ts';
export { visitorKey } from './visitor-credentials.ts';
