// A customer's chat, without its looks. First: what is alike is near in the frame's script then, and compresses better.

export { type ChatSession, createChatSession } from './session/chat-session.ts';
export { type OpenedSession, openSession } from './session/open-session.ts';

// Its looks, and what other pages share with it.

export { createArrivalTone } from './components/announcing/arrival-tone.ts';
export { Chat } from './components/chat/chat.tsx';
export { ChatRefusal } from './components/chat/chat-refusal.tsx';
export { HostedChat } from './components/chat/hosted-chat.tsx';
export { useChat } from './components/chat/use-chat.ts';
export { useLoadedLocale } from './components/chat/use-loaded-locale.ts';
export type { Draft } from './components/composer/composer.tsx';
export { useStickToBottom } from './components/log/use-stick-to-bottom.ts';
export { GatewayError } from './connection/gateway-request.ts';
export { visitorKey } from './connection/visitor-credentials.ts';
export { logRows } from './log/log-rows.ts';
export { onLogChange } from './log/on-log-change.ts';
export { type TimelineItem, timeline } from './log/timeline.ts';
export { timelineOf } from './log/timeline-of.ts';
export { createUnreadCounter, type UnreadCounter } from './log/unread-counter.ts';
export { createTypingSender } from './outgoing/typing-sender.ts';
export { gapPosition } from './state/answer-text.ts';
export { isNext } from './state/apply-event.ts';
export { chatReducer } from './state/chat-reducer.ts';
export {
  type AgentsEvent,
  type Answer,
  type ChatState,
  initialChatState,
  type Turn,
  type WaitReason,
} from './state/chat-state.ts';
export type { AnswerFeedback, Remark } from './state/feedback-state.ts';
export { type ChatStorage, createBrowserStorage, createMemoryStorage } from './storage/chat-storage.ts';
export { draftKey } from './storage/kept-draft.ts';
export { type ChatLocale, languages, loadLocale } from './strings/languages.ts';
