// @vitest-environment jsdom
import type { ConversationSummary, SharedChange } from '@frontdesk/protocol';
import { act, useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UndoProvider } from '../../admin/undo-toast.tsx';
import { clearAdmin, showAdmin, site, type } from '../../testing/admin-stage.tsx';
import { type AgentState, initialAgentState } from '../connection/agent-state.ts';
import type { InboxConnection, NotChanged, Row } from '../connection/inbox-connection.ts';
import { wholeInbox } from '../views/conversation-view.ts';
import { SelectionBar } from './selection-bar.tsx';
import { type Selection, useSelection } from './use-selection.ts';

afterEach(clearAdmin);

const at = '2026-03-18T12:00:00.000Z';
const rowOf = (name: string, told: Partial<ConversationSummary> = {}): ConversationSummary => ({
  ...{ conversationId: name, siteId: site.id, siteName: site.name, visitorId: `visitor-${name}`, createdAt: at },
  ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor', generationState: null },
  ...{ state: 'waiting_for_person', visitorName: name, tags: [] },
  ...told,
});
const rows = [rowOf('Ann'), rowOf('Bea', { state: 'with_person' }), rowOf('Cleo', { state: 'bot' })];
const ben = { id: 'ben', name: 'Ben' };

/** What was asked for: in which conversations, and what. */
let asked: [ids: string[], change: SharedChange][];
let answers: NotChanged[][];
let selection: Selection;
/** What is asked for is answered after it. */
let held: Promise<void> | undefined;
beforeEach(() => {
  held = undefined;
  asked = [];
  answers = [];
});
const connection = {
  async changeSeveral(of: readonly Row[], change: SharedChange) {
    asked.push([of.map(({ conversationId }) => conversationId), change]);
    await held;
    return answers.shift() ?? [];
  },
  teamOf: () => [ben],
} as unknown as InboxConnection;

const onForbidden = vi.fn();
let list: (state: Partial<AgentState>) => void;
let connectTo: (connection: InboxConnection) => void;
function Stage() {
  const state = useListed();
  const [connected, setConnected] = useState(connection);
  connectTo = setConnected;
  selection = useSelection({ connection: connected, state, mayAnswerAt: (id) => id === site.id, onForbidden });
  return (
    <>
      {selection.isOn && <SelectionBar selection={selection} onTags={async () => ['vip']} />}
      <p id="problem">{selection.problem}</p>
    </>
  );
}
function useListed(): AgentState {
  const [state, setState] = useState<AgentState>({ ...initialAgentState, conversations: rows });
  list = (change) => setState((before) => ({ ...before, ...change }));
  return state;
}
async function show() {
  const { page } = await showAdmin(
    <UndoProvider>
      <Stage />
    </UndoProvider>,
    {},
  );
  const byName = (name: string) =>
    [...page.querySelectorAll<HTMLElement>('button, select, input')].find(
      (one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === name,
    );
  return {
    page,
    byName,
    press: (name: string) => act(async () => byName(name)?.click()),
    choose: (name: string, value: string) =>
      act(async () => {
        const select = byName(name) as HTMLSelectElement;
        select.value = value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }),
    toggle: (...ids: string[]) =>
      act(async () => {
        for (const id of ids) selection.toggle(id);
      }),
    problem: () => page.querySelector('#problem')?.textContent,
  };
}

test('what is selected is changed by one request, and can be taken back, each to what it was', async () => {
  const { page, press, toggle } = await show();
  await toggle('Bea', 'Ann');
  expect(page.textContent).toContain('2 selected');
  await press('Resolve');
  expect(asked).toEqual([[['Ann', 'Bea'], { kind: 'resolve' }]]);
  expect([selection.isOn, selection.changes]).toEqual([false, 1]);
  expect(page.textContent).toContain('Resolved 2 conversations.');
  await press('Undo');
  expect(asked.slice(1)).toEqual([
    [['Ann'], { kind: 'reopen', to: 'waiting_for_person' }],
    [['Bea'], { kind: 'reopen', to: 'with_person' }],
  ]);
});

test('what could not be changed stays selected, and is said by whose it is and why; only the rest is taken back', async () => {
  const { page, press, toggle, choose, problem } = await show();
  const until = expect.stringMatching(/Z$/);
  answers.push([{ conversationId: 'Cleo', error: { code: 'step_impossible', message: 'Not now.' } }]);
  await toggle('Ann', 'Cleo');
  await choose('Snooze', '0');
  expect(asked).toEqual([[['Ann', 'Cleo'], { kind: 'snooze', until }]]);
  expect(problem()).toBe('Not done in 1 of 2. Cleo: Not now.');
  expect(selection.selected.map(({ conversationId }) => conversationId)).toEqual(['Cleo']);
  expect(page.textContent).toContain('Snoozed 1 conversation.');
  await press('Undo');
  expect(asked.at(-1)).toEqual([['Ann'], { kind: 'reopen', to: 'waiting_for_person' }]);
});

test('what could not be taken back is tried again alone', async () => {
  const { page, press, toggle } = await show();
  await toggle('Ann', 'Bea');
  await press('Resolve');
  answers.push([{ conversationId: 'Ann', error: { code: 'unavailable', message: 'Try again.' } }]);
  await press('Undo');
  expect(page.textContent).toContain('Not done in 1 of 2. Ann: Try again.');
  asked = [];
  await press('Try again');
  expect(asked).toEqual([[['Ann'], { kind: 'reopen', to: 'waiting_for_person' }]]);
  expect(page.textContent).not.toContain('Try again');
});

test('they are given to somebody, or tagged', async () => {
  const { page, choose, toggle, byName } = await show();
  await toggle('Ann');
  await choose('Assign to', 'ben');
  await toggle('Bea');
  const field = byName('Add a tag') as HTMLInputElement;
  await type(field, ' vip ');
  await act(async () => field.form?.requestSubmit());
  expect(asked).toEqual([
    [['Ann'], { kind: 'assign', assigneeId: 'ben' }],
    [['Bea'], { kind: 'tag', tags: ['vip'], before: [] }],
  ]);
  expect(page.textContent).toContain('Tagged 1 conversation: vip.');
});

test('what is offered is what can be done with them', async () => {
  const { byName, toggle } = await show();
  const offered = () => ['Resolve', 'Reopen', 'Assign to', 'Snooze'].filter((name) => byName(name) !== undefined);
  await toggle('Cleo');
  expect(offered()).toEqual(['Resolve', 'Assign to']);
  await act(async () => list({ conversations: [rowOf('Cleo', { state: 'snoozed' })] }));
  expect(offered()).toEqual(['Resolve', 'Reopen', 'Assign to', 'Snooze']);
  await act(async () => list({ conversations: [rowOf('Cleo', { state: 'resolved' })] }));
  expect(offered()).toEqual(['Reopen', 'Assign to']);
});

test('all that are shown are selected at once, but those of sites at which nobody who looks may answer', async () => {
  const { byName, press } = await show();
  await act(async () => list({ conversations: [...rows, rowOf('Dora', { siteId: 'elsewhere' })] }));
  await act(async () => selection.begin());
  expect(byName('Select all shown')?.getAttribute('aria-checked')).toBe('false');
  await press('Select all shown');
  expect(selection.selected).toHaveLength(3);
  expect(byName('Select all shown')?.getAttribute('aria-checked')).toBe('true');
  await act(async () => selection.toggle('Ann'));
  expect(byName('Select all shown')?.getAttribute('aria-checked')).toBe('mixed');
  await press('Select all shown');
  await press('Select all shown');
  expect([selection.selected.length, selection.isOn]).toEqual([0, true]);
});

test('what leaves the list is not changed; where others are listed nothing is selected', async () => {
  const { press, toggle } = await show();
  await toggle('Ann', 'Bea');
  await act(async () => list({ conversations: rows.slice(1) }));
  await press('Resolve');
  expect(asked).toEqual([[['Bea'], { kind: 'resolve' }]]);
  await toggle('Bea');
  await act(async () => list({ listing: { ...wholeInbox, view: 'mine' } }));
  expect(selection.isOn).toBe(false);
});

/** Until what is returned is called, nothing that is asked for is answered. */
function hold(): () => Promise<void> {
  let answer = () => {};
  held = new Promise((resolve) => {
    answer = resolve;
  });
  return () => act(async () => answer());
}
const selectedIds = () => selection.selected.map(({ conversationId }) => conversationId);
const refusal = (conversationId: string): NotChanged => ({
  conversationId,
  error: { code: 'step_impossible', message: 'Not now.' },
});

test('what is selected and left out while a change is made stays so', async () => {
  const { press, toggle, problem } = await show();
  const answer = hold();
  answers.push([refusal('Bea')]);
  await toggle('Ann', 'Bea');
  await press('Resolve');
  await toggle('Cleo');
  await answer();
  expect(selectedIds()).toEqual(['Bea', 'Cleo']);
  expect(problem()).toContain('Not done in 1 of 2.');
  const again = hold();
  answers.push([refusal('Bea'), refusal('Cleo')]);
  await press('Resolve');
  await act(async () => {
    selection.clear();
    selection.begin();
  });
  await again();
  expect([selectedIds(), selection.isOn]).toEqual([[], true]);
});

test('once others are listed, an answer says and selects nothing there', async () => {
  const { page, press, toggle, problem } = await show();
  const answer = hold();
  answers.push([refusal('Bea')]);
  await toggle('Ann', 'Bea');
  await press('Resolve');
  await act(async () => list({ listing: { ...wholeInbox, view: 'mine' } }));
  await answer();
  expect([selectedIds(), problem()]).toEqual([[], '']);
  expect(page.textContent).toContain('Resolved 1 conversation.');
});

test('what nothing was done of counts as no change', async () => {
  const { press, toggle } = await show();
  answers.push([refusal('Ann')]);
  await toggle('Ann');
  await press('Resolve');
  expect(selection.changes).toBe(0);
  answers.push([{ ...refusal('Ann'), isUnknown: true }]);
  await press('Resolve');
  expect(selection.changes).toBe(1);
});

test('what is pressed while a change is made is said not to be done, and a tag that was typed is kept', async () => {
  const { page, press, toggle, choose, byName } = await show();
  const answer = hold();
  answers.push([refusal('Ann'), refusal('Bea')]);
  await toggle('Ann', 'Bea');
  await press('Resolve');
  expect(['Resolve', 'Assign to'].map((name) => byName(name)?.getAttribute('aria-disabled'))).toEqual(['true', 'true']);
  const field = byName('Add a tag') as HTMLInputElement;
  await type(field, 'vip');
  await act(async () => field.form?.requestSubmit());
  expect(field.value).toBe('vip');
  expect(field.form?.textContent).toContain('The last change is still being made.');
  await choose('Assign to', 'ben');
  expect(page.querySelector('section > [role=alert]')?.textContent).toContain('The last change is still being made.');
  expect(asked).toHaveLength(1);
  await answer();
  expect(page.querySelector('section > [role=alert]')).toBeNull();
});

test('what was done over a connection that is closed is not offered to be taken back', async () => {
  const { page, press, toggle } = await show();
  await toggle('Ann');
  await press('Resolve');
  expect(page.textContent).toContain('Resolved 1 conversation.');
  await toggle('Bea');
  const answer = hold();
  await press('Resolve');
  await act(async () => connectTo({ ...connection }));
  expect(page.textContent).not.toContain('Resolved');
  await answer();
  expect(page.textContent).not.toContain('Resolved');
});

test('pressed twice it is asked for once; whose role is another one is looked at again', async () => {
  const { toggle } = await show();
  await toggle('Ann');
  answers.push([{ conversationId: 'Ann', error: { code: 'forbidden', message: 'You may not.' } }]);
  await act(async () => {
    await Promise.all([selection.change({ kind: 'resolve' }), selection.change({ kind: 'resolve' })]);
  });
  expect(asked).toHaveLength(1);
  expect(onForbidden).toHaveBeenCalledOnce();
});
