// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
import { UndoProvider, useUndo } from './undo-toast.tsx';

afterEach(() => {
  clearAdmin();
  vi.useRealTimers();
});

let offer = (_text: string, _undo: () => Promise<void>) => {};
function Page() {
  offer = useUndo();
  return <input aria-label="Somewhere else" />;
}

async function showPage() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { page } = await showAdmin(
    <UndoProvider>
      <Page />
    </UndoProvider>,
    {},
  );
  // Who is somewhere stays there.
  page.querySelector('input')?.focus();
  const undone: string[] = [];
  return {
    undone,
    goes: (what: string) => act(async () => offer(`Deleted ${what}.`, async () => void undone.push(what))),
    wait: (ms: number) => act(async () => vi.advanceTimersByTime(ms)),
    shown: () => [...page.querySelectorAll('[role=status] p')].map(({ textContent }) => textContent),
    press: (at: number) => act(async () => page.querySelectorAll<HTMLElement>('[role=status] button')[at]?.click()),
  };
}

test('what is deleted next takes nothing of what can be undone away, and each goes at its own time', async () => {
  const { goes, wait, shown } = await showPage();
  await goes('one');
  await wait(6_000);
  await goes('two');
  expect(shown()).toEqual(['Deleted one.', 'Deleted two.']);
  await wait(5_000);
  expect(shown()).toEqual(['Deleted two.']);
  await wait(6_000);
  expect(shown()).toEqual([]);
});

test('each brings its own back, and leaves the others', async () => {
  const { goes, shown, press, undone } = await showPage();
  for (const what of ['one', 'two', 'three']) await goes(what);
  await press(1);
  expect(undone).toEqual(['two']);
  expect(shown()).toEqual(['Deleted one.', 'Deleted three.']);
});
