// @vitest-environment jsdom
import { localTime } from '@frontdesk/chat/local-time';
import type { ConversationSummary } from '@frontdesk/protocol';
import { act, useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../../testing/admin-stage.tsx';
import type { ChangeThread } from '../connection/thread-change.ts';
import { ThreadActions } from './thread-actions.tsx';

afterEach(clearAdmin);

const at = '2026-03-18T12:00:00.000Z';
const summary: ConversationSummary = {
  ...{ conversationId: site.id, siteId: site.id, siteName: site.name, visitorId: site.id, createdAt: at },
  ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor', generationState: null },
  ...{ state: 'with_person', tags: ['old', 'refund'], lastSeq: 1 },
};

test('whoever sets or removes a tag says what was there before, so that nothing of a colleague’s is undone', async () => {
  const change = vi.fn(async () => null);
  const actions = <ThreadActions summary={summary} team={[]} change={change} agentId="ada" />;
  const { page } = await showAdmin(actions, {});
  await act(async () => page.querySelector<HTMLElement>('[aria-label="Remove the tag old"]')?.click());
  const before = ['old', 'refund'];
  expect(change).toHaveBeenLastCalledWith('conversation:tag', { tags: ['refund'], before });
  const field = page.querySelector<HTMLInputElement>('[aria-label="Add a tag"]');
  await type(field, 'vip');
  await act(async () => field?.form?.requestSubmit());
  expect(change).toHaveBeenLastCalledWith('conversation:tag', { tags: [...before, 'vip'], before });
});

/** What is taken over is with a person at once. */
function Waiting({ change }: { change: ChangeThread }) {
  const [state, setState] = useState<ConversationSummary['state']>('waiting_for_person');
  const take: ChangeThread = (...asked) => {
    setState('with_person');
    return change(...asked);
  };
  return <ThreadActions summary={{ ...summary, state }} team={[]} change={take} agentId="ada" />;
}

test('a double click on “Take over” does not press what comes in its place', async () => {
  const change = vi.fn(async () => null);
  const { page } = await showAdmin(<Waiting change={change} />, {});
  const click = (detail: number) =>
    act(async () => {
      page.querySelector('button')?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
    });
  await click(1);
  expect(page.querySelector('button')?.textContent).toBe('Hand back');
  await click(2);
  expect(change).toHaveBeenCalledOnce();
  await click(1);
  expect(change).toHaveBeenCalledTimes(2);
});

test('what is made nobody’s comes back to the person whom it was with', async () => {
  const change = vi.fn(async () => null);
  const ben = { id: 'ben', name: 'Ben' };
  const actions = <ThreadActions summary={{ ...summary, assignee: ben }} team={[ben]} change={change} agentId="ada" />;
  const { page } = await showAdmin(actions, {});
  const assigned = page.querySelector<HTMLSelectElement>('[aria-label="Assigned to"]');
  await act(async () => {
    if (assigned) assigned.value = '';
    assigned?.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(change).toHaveBeenLastCalledWith('conversation:assign', { assigneeId: null });
  const undo = [...page.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Undo'));
  change.mockClear();
  await act(async () => undo?.click());
  expect(change.mock.calls).toEqual([
    ['conversation:take-over', {}],
    ['conversation:assign', { assigneeId: 'ben' }],
  ]);
});

test('an arrow in a closed list opens it, and chooses nothing; where it can’t be opened it chooses', async () => {
  const change = vi.fn(async () => null);
  const { page } = await showAdmin(<ThreadActions summary={summary} team={[]} change={change} agentId="ada" />, {});
  const selects = [...page.querySelectorAll('select')];
  expect(selects).toHaveLength(2);
  const keepsFrom = (select: HTMLSelectElement, key: string) =>
    !select.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  for (const select of selects) {
    expect(keepsFrom(select, 'ArrowDown')).toBe(false);
    select.showPicker = vi.fn();
    expect([keepsFrom(select, 'ArrowDown'), keepsFrom(select, 'ArrowUp'), keepsFrom(select, 'Tab')]).toEqual([
      ...[true, true, false],
    ]);
    expect(select.showPicker).toHaveBeenCalledTimes(2);
  }
});

const buttonOf = (page: HTMLElement, text: string) =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent === text);

/** What an agent does is done, and told a little later. */
function Changing({ from, toComposer }: { from: Partial<ConversationSummary>; toComposer: () => void }) {
  const [now, setNow] = useState<Partial<ConversationSummary>>({ snoozedUntil: null, ...from });
  const change: ChangeThread = async (name, rest) => {
    const done: Record<string, Partial<ConversationSummary>> = {
      'conversation:take-over': { state: 'with_person', assignee: { id: 'ada', name: 'Ada' } },
      'conversation:hand-back': { state: 'bot', assignee: null },
      'conversation:tag': rest as unknown as { tags: string[] },
    };
    setTimeout(() => setNow((before) => ({ ...before, ...done[name] })));
    return null;
  };
  const shown = { ...summary, ...now };
  return <ThreadActions {...{ summary: shown, team: [], change, agentId: 'ada', toComposer }} />;
}

test.each<[string, Partial<ConversationSummary>, (page: HTMLElement) => HTMLElement | null | undefined, boolean]>([
  ['Take over', { state: 'waiting_for_person' }, (page) => buttonOf(page, 'Take over'), true],
  ['Hand back', {}, (page) => buttonOf(page, 'Hand back'), false],
  ['the tag', {}, (page) => page.querySelector<HTMLElement>('[aria-label="Remove the tag old"]'), false],
])('whoever has pressed %s, which goes with it, has the focus where they go on', async (_, from, find, writes) => {
  const toComposer = vi.fn();
  const { page } = await showAdmin(<Changing from={from} toComposer={toComposer} />, {});
  const pressed = find(page);
  pressed?.focus();
  await act(async () => pressed?.click());
  await act(() => new Promise<void>((resolve) => setTimeout(resolve, 10)));
  expect(pressed?.isConnected).toBe(false);
  expect(toComposer).toHaveBeenCalledTimes(writes ? 1 : 0);
  if (!writes) expect(page.contains(document.activeElement)).toBe(true);
});

test('whoever has undone something has the focus where they go on; whoever is elsewhere stays there', async () => {
  const change = vi.fn(async () => null);
  const actions = (
    <ThreadActions summary={{ ...summary, state: 'with_person' }} team={[]} change={change} agentId="ada" />
  );
  const { page } = await showAdmin(
    <>
      <input aria-label="Elsewhere" />
      {actions}
    </>,
    {},
  );
  const undo = () => page.querySelector<HTMLElement>('[data-key=undo]');
  const press = (control: HTMLElement | null | undefined) => act(async () => control?.click());
  await press(buttonOf(page, 'Block'));
  undo()?.focus();
  await press(undo());
  expect(undo()).toBeNull();
  expect(page.contains(document.activeElement)).toBe(true);
  await press(buttonOf(page, 'Block'));
  undo()?.focus();
  const elsewhere = page.querySelector('input');
  elsewhere?.focus();
  await press(undo());
  expect(document.activeElement).toBe(elsewhere);
});

/** The conversation of an agent who chooses in the list of times. */
async function showSnooze(from: Partial<ConversationSummary>) {
  HTMLDialogElement.prototype.showModal = vi.fn();
  const change = vi.fn(async () => null);
  const actions = <ThreadActions summary={{ ...summary, ...from }} team={[]} change={change} agentId="ada" />;
  const { page } = await showAdmin(actions, {});
  const select = page.querySelector<HTMLSelectElement>('[aria-label=Snooze]');
  const options = [...(select?.options ?? [])];
  return {
    page,
    change,
    choose: (label: string) =>
      act(async () => {
        const option = options.find(({ text }) => text === label);
        if (select && option) select.value = option.value;
        select?.dispatchEvent(new Event('change', { bubbles: true }));
      }),
    field: () => page.querySelector<HTMLInputElement>('[type=datetime-local]'),
    submit: () => act(async () => page.querySelector<HTMLFormElement>('dialog form')?.requestSubmit()),
  };
}

test('any time to come can be chosen; one that has passed is refused with a sentence', async () => {
  const { page, change, choose, field, submit } = await showSnooze({});
  await choose('Another time…');
  await type(field(), '2020-01-01T09:00');
  await submit();
  expect(change).not.toHaveBeenCalled();
  expect(page.querySelector('dialog')?.textContent).toContain('This time has passed.');
  expect(field()?.getAttribute('aria-invalid')).toBe('true');
  const until = new Date(Date.now() + 90 * 60_000);
  until.setSeconds(0, 0);
  await type(field(), localTime(until));
  await submit();
  expect(change).toHaveBeenCalledExactlyOnceWith('conversation:snooze', { until: until.toISOString() });
  expect(page.querySelector('dialog')).toBeNull();
});

test('what is snoozed is snoozed anew, and undone it is back at the time that it had', async () => {
  const snoozedUntil = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const { page, change, choose, field } = await showSnooze({ state: 'snoozed', snoozedUntil });
  await choose('Another time…');
  expect(field()?.value).toBe(localTime(new Date(snoozedUntil)));
  await choose('For an hour');
  expect(change).toHaveBeenCalledExactlyOnceWith('conversation:snooze', { until: expect.any(String) });
  change.mockClear();
  await act(async () => page.querySelector<HTMLElement>('[data-key=undo]')?.click());
  expect(change).toHaveBeenCalledExactlyOnceWith('conversation:snooze', { until: snoozedUntil });
});

test('it is with a former colleague where their account was deleted a moment ago', async () => {
  const gone = { ...summary, assignee: { id: 'gone', name: '' } };
  const { page } = await showAdmin(<ThreadActions summary={gone} team={[]} change={vi.fn()} agentId="ada" />, {});
  const assigned = page.querySelector<HTMLSelectElement>('[aria-label="Assigned to"]');
  expect(assigned?.selectedOptions[0]?.textContent).toBe('Former colleague');
});
