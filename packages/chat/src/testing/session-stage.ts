import type { SiteAppearance, WidgetSettings } from '@frontdesk/protocol';
import { afterEach } from 'vitest';
import { timeline } from '../log/timeline.ts';
import { type ChatSession, type ChatSessionOptions, createChatSession } from '../session/chat-session.ts';
import type { ChatState } from '../state/chat-state.ts';
import { type ChatStorage, createMemoryStorage } from '../storage/chat-storage.ts';
import { type ScriptedAnswer, startScriptedGateway } from './scripted-gateway.ts';

const site: SiteAppearance = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] };

type Gateway = Awaited<ReturnType<typeof startScriptedGateway>>;
/** What is closed after the test, the last one first. */
export const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

export async function startGateway(
  options: { pageSize?: number; onQuestion?: (answer: ScriptedAnswer) => void; settings?: WidgetSettings } = {},
) {
  const answers: ScriptedAnswer[] = [];
  const gateway = await startScriptedGateway({
    site: { ...site, settings: options.settings },
    onQuestion: (answer) => {
      answers.push(answer);
      options.onQuestion?.(answer);
    },
    ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
  });
  closers.push(() => gateway.close());
  return { gateway, answers };
}

/** How many tickets chats have asked for. */
export let tickets = 0;
export function openChat(
  gateway: Gateway,
  storage: ChatStorage = createMemoryStorage(),
  options: Partial<ChatSessionOptions> = {},
): ChatSession {
  const getTicket = async () => `ticket-${++tickets}`;
  const session = createChatSession({ gatewayUrl: gateway.url, siteKey: 'demo', getTicket, storage, ...options });
  closers.push(() => session.close());
  return session;
}

/** Waits for a state; the test's own time limit ends a wait in vain. */
export async function until(session: ChatSession, reached: (state: ChatState) => boolean): Promise<ChatState> {
  if (reached(session.getState())) return session.getState();
  return new Promise((resolve) => {
    const undo = session.subscribe(() => {
      if (!reached(session.getState())) return;
      undo();
      resolve(session.getState());
    });
  });
}
export const online = (state: ChatState) => state.connection === 'online';
export const log = (state: ChatState): string[] =>
  timeline(state).map((item) => {
    if (item.kind === 'answer') return `${item.answer.phase}: ${item.answer.text}`;
    if (item.kind === 'hand-over') return `hand-over: ${item.reason}`;
    if (item.kind === 'remark') return `remark: ${item.remark.kind}`;
    if (item.kind === 'turn') return item.turn;
    if (item.kind === 'agents') return item.event.type;
    return `${item.kind === 'visitor' ? item.status : item.kind}: ${item.text}`;
  });
export const shows =
  (...lines: string[]) =>
  (state: ChatState) =>
    log(state).join('|') === lines.join('|');
export const answering = (text: string) => ({
  onQuestion(answer: ScriptedAnswer) {
    answer.say(text);
    answer.done();
  },
});
