export { gapPosition } from './answer-text.ts';
export { isNext } from './apply-event.ts';
export { chatReducer } from './chat-reducer.ts';
export { type ChatSession, createChatSession } from './chat-session.ts';
export {
  type AgentsEvent,
  type Answer,
  type ChatState,
  initialChatState,
  type Turn,
  type WaitReason,
} from './chat-state.ts';
export { type ChatStorage, createBrowserStorage, createMemoryStorage } from './chat-storage.ts';
export { createArrivalTone } from './components/arrival-tone.ts';
export { Chat } from './components/chat.tsx';
export { ChatRefusal } from './components/chat-refusal.tsx';
export type { Draft } from './components/composer.tsx';
export { HostedChat } from './components/hosted-chat.tsx';
export { useLoadedLocale } from './components/use-loaded-locale.ts';
export { useStickToBottom } from './components/use-stick-to-bottom.ts';
export type { AnswerFeedback, Remark } from './feedback-state.ts';
export { GatewayError } from './gateway-request.ts';
export { draftKey } from './kept-draft.ts';
export { logRows } from './log-rows.ts';
export { onLogChange } from './on-log-change.ts';
export { type OpenedSession, openSession } from './open-session.ts';
export { type ChatLocale, languages, loadLocale } from './strings/languages.ts';
export { type TimelineItem, timeline } from './timeline.ts';
export { timelineOf } from './timeline-of.ts';
export { createTypingSender } from './typing-sender.ts';
export { createUnreadCounter, type UnreadCounter } from './unread-counter.ts';
export { useChat } from './use-chat.ts';
export { visitorKey } from './visitor-credentials.ts';
