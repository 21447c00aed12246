// The chat without its looks, for programs that talk as a customer's browser does.

export { GatewayError, unavailable } from './connection/gateway-request.ts';
export { visitorKey } from './connection/visitor-credentials.ts';
export { type ChatSession, createChatSession } from './session/chat-session.ts';
export type { Answer, ChatState } from './state/chat-state.ts';
export { type ChatStorage, createMemoryStorage } from './storage/chat-storage.ts';
