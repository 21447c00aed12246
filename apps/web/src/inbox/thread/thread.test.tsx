// @vitest-environment jsdom
import { act, useReducer } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../../testing/admin-stage.tsx';
import { type AgentAction, agentReducer, initialAgentState } from '../connection/agent-state.ts';
import { drafts } from '../drafts/drafts.ts';
import { Thread } from './thread.tsx';

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  Object.defineProperty(HTMLElement.prototype, 'scrollHeight', { value: 1_000, configurable: true });
});
afterEach(() => {
  clearAdmin();
  drafts.clear();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(HTMLElement.prototype, 'scrollHeight');
});

const { id: conversationId } = site;
const at = '2026-03-18T12:00:00.000Z';
const opened: AgentAction[] = [
  { type: 'thread:open', conversationId },
  {
    type: 'thread:page',
    page: {
      ...{ conversationId, events: [], lastSeq: 0, running: [], timings: {}, receipts: {} },
      summary: {
        ...{ conversationId, siteId: site.id, siteName: site.name, visitorId: site.id, createdAt: at },
        ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor', generationState: null },
        state: 'with_person',
      },
    },
  },
];

test('whoever has scrolled up sees the reply that they send', async () => {
  const { thread } = opened.reduce(agentReducer, initialAgentState);
  if (!thread) throw new Error('no thread');
  const change = vi.fn(async () => null);
  const { page } = await showAdmin(<Thread thread={thread} team={[]} agentId="ada" change={change} />, {});
  const log = page.querySelector('[role=log]') as HTMLElement;
  await act(async () => {
    log.scrollTop = 100;
    log.dispatchEvent(new Event('scroll'));
  });
  await type(page.querySelector('textarea'), 'Dear customer');
  expect(log.scrollTop).toBe(100);
  await act(async () => page.querySelector<HTMLFormElement>('form:has(textarea)')?.requestSubmit());
  expect(change).toHaveBeenCalledOnce();
  expect(log.scrollTop).toBe(1_000);
});

test('of a conversation that was deleted that is said, and nothing offered; there is a way back', async () => {
  const { thread } = [...opened, { type: 'list:deleted', conversationId } as const].reduce(
    agentReducer,
    initialAgentState,
  );
  if (!thread) throw new Error('no thread');
  const shown = <Thread thread={thread} team={[]} change={null} onBack={() => {}} onContext={() => {}} />;
  const { page } = await showAdmin(shown, {});
  expect(page.querySelector('[role=alert]')?.textContent).toBe('This conversation has been deleted.');
  const buttons = [...page.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'));
  expect(buttons).toEqual(['Back to all conversations']);
});

const said = (seq: number, text: string, role: 'visitor' | 'agent' = 'visitor'): AgentAction => ({
  type: 'thread:event',
  event: {
    ...{ conversationId, seq, at, type: 'message:created' },
    message: {
      ...{ id: `0192f0c1-0000-7000-8000-${String(seq).padStart(12, '0')}`, role, text, createdAt: at },
      ...{ clientMessageId: null, generationId: null },
    },
  },
});
const tookOver: AgentAction = {
  type: 'thread:event',
  event: { conversationId, seq: 5, at, type: 'conversation:taken-over', by: { name: 'Ben' } },
};

const begun = [...opened, said(1, 'Is anybody there?'), { type: 'thread:loaded', conversationId } as const];
let happen: (action: AgentAction) => void;

function LiveThread({ agentId }: { agentId: string | null }) {
  const [state, dispatch] = useReducer(agentReducer, begun.reduce(agentReducer, initialAgentState));
  happen = dispatch;
  return state.thread && <Thread thread={state.thread} team={[]} agentId={agentId} change={null} />;
}

/** What the live region beside the log says as more happens; null: there is none. */
async function listen(agentId: string | null) {
  const { page } = await showAdmin(<LiveThread agentId={agentId} />, {});
  return {
    happens: (...news: AgentAction[]) => act(async () => news.forEach(happen)),
    heard: () => page.querySelector('section > .sr-only[role=status]')?.textContent ?? null,
  };
}

test('a screen reader is told what the customer writes, the newest alone, and who takes over; nothing of what was there', async () => {
  const { happens, heard } = await listen('ada');
  expect(heard()).toBe('');
  await happens(said(2, 'Hello?'), said(3, 'My fern is brown'));
  expect(heard()).toBe('Customer: My fern is brown');
  await happens(said(4, 'Water it.', 'agent'));
  expect(heard()).toBe('Customer: My fern is brown');
  await happens(tookOver);
  expect(heard()).toBe('Ben took over.');
});

test('whoever tries the bot is not told what they write', async () => {
  const { happens, heard } = await listen(null);
  await happens(said(2, 'Hello?'));
  expect(heard()).toBeNull();
});

test('a note is deleted once that is confirmed, by its author or an admin; a refusal is said, and nothing is shown as gone', async () => {
  const noted = (id: string, seq: number, author: { id: string; name: string }): AgentAction => ({
    type: 'thread:event',
    event: { conversationId, seq, at, type: 'note:created', note: { id, text: `Note ${id}`, author } },
  });
  const mine = { id: 'ada', name: 'Ada' };
  const shown = [...opened, noted('one', 1, mine), noted('two', 2, { id: 'ben', name: 'Ben' })];
  const { thread } = shown.reduce(agentReducer, initialAgentState);
  if (!thread) throw new Error('no thread');
  const change = vi.fn<() => Promise<string | null>>(async () => 'Not now.');
  const as = (role: string) => ({ 'GET sites': [{ ...site, role }] });
  const thisThread = <Thread thread={thread} team={[]} agentId="ada" change={change} />;
  const asAdmin = await showAdmin(thisThread, as('admin'));
  expect(asAdmin.page.querySelectorAll('[aria-label="Delete this note"]')).toHaveLength(2);
  clearAdmin();
  const { page } = await showAdmin(thisThread, as('agent'));
  const [button, ...others] = page.querySelectorAll<HTMLElement>('[aria-label="Delete this note"]');
  expect(others).toEqual([]);
  const press = (name: string) =>
    act(async () => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click());
  HTMLDialogElement.prototype.showModal ??= () => {};
  await act(async () => button?.click());
  expect(page.querySelector('dialog')?.textContent).toContain('Delete your note?');
  expect(change).not.toHaveBeenCalled();
  await press('Delete it');
  expect(change).toHaveBeenLastCalledWith('conversation:delete-note', { noteId: 'one' });
  expect(page.querySelector('dialog')?.textContent).toContain('Not now.');
  expect(page.textContent).toContain('Note one');
  change.mockResolvedValue(null);
  await press('Delete it');
  expect(page.querySelector('dialog')).toBeNull();
});

test('of a colleague whose account is deleted everything stays but the name', async () => {
  const nobody = { name: '' };
  const event = (seq: number, told: object): AgentAction =>
    ({ type: 'thread:event', event: { conversationId, seq, at, ...told } }) as AgentAction;
  const shown = [
    ...opened,
    event(1, { type: 'conversation:taken-over', by: nobody }),
    said(2, 'Water it.', 'agent'),
    event(3, { type: 'note:created', note: { id: 'one', text: 'Be kind.', author: { id: 'gone', name: '' } } }),
    event(4, { type: 'conversation:tagged', by: { id: 'gone', name: '' }, tags: [] }),
    event(5, { type: 'conversation:released', from: nobody }),
    event(6, { type: 'conversation:reopened', by: nobody, state: 'bot' }),
  ];
  const { thread } = shown.reduce(agentReducer, initialAgentState);
  if (!thread) throw new Error('no thread');
  const { page } = await showAdmin(
    <Thread thread={thread} team={[]} change={null} onBack={() => {}} onContext={() => {}} />,
    {},
  );
  const rows = [...page.querySelectorAll('[role=log] li[data-role]')].map(({ textContent }) => textContent);
  expect(rows).toEqual([
    expect.stringContaining('March 18, 2026'),
    expect.stringContaining('Former colleague took over.'),
    expect.stringContaining('Former colleague'),
    expect.stringContaining('Note by Former colleague'),
    expect.stringContaining('Former colleague removed all tags'),
    expect.stringContaining('Former colleague was away while the customer waited'),
    expect.stringContaining('Former colleague opened it again'),
  ]);
});
