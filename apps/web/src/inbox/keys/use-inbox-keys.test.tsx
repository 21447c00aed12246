// @vitest-environment jsdom
import { act, useRef } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UndoProvider, useUndo } from '../../admin/undo-toast.tsx';
import { usePopover } from '../../forms/use-popover.ts';
import { clearAdmin, showAdmin } from '../../testing/admin-stage.tsx';
import { useInboxKeys } from './use-inbox-keys.ts';

let pressed: string[];
beforeEach(() => {
  pressed = [];
});
afterEach(clearAdmin);

function Control({ where, id }: { where: string; id: string }) {
  return (
    <button type="button" data-key={id} onClick={() => pressed.push(`${where}: ${id}`)}>
      {id}
    </button>
  );
}

/** @param bar of the selection: its keys; null: nothing is selected */
function Inbox({ bar, isListHidden = false }: { bar: string[] | null; isListHidden?: boolean }) {
  const root = useRef<HTMLElement>(null);
  useInboxKeys(root, { leave: () => pressed.push('leave') });
  const offer = useUndo();
  const popover = usePopover();
  return (
    <main ref={root}>
      <nav style={isListHidden ? { display: 'none' } : {}}>
        <Control where="list" id="filter" />
        {bar && (
          <section data-selection-bar="">
            {bar.map((id) => (
              <Control key={id} where="bar" id={id} />
            ))}
          </section>
        )}
      </nav>
      <Control where="thread" id="resolve" />
      <Control where="thread" id="take-over" />
      <div ref={popover.root}>
        <button type="button" id="popover" aria-expanded={popover.open} onClick={() => popover.setOpen(true)} />
      </div>
      <button type="button" id="done" onClick={() => offer('Done.', async () => {})} />
    </main>
  );
}

async function show(inbox: Parameters<typeof Inbox>[0]) {
  const { page } = await showAdmin(
    <UndoProvider>
      <Inbox {...inbox} />
    </UndoProvider>,
    {},
  );
  const find = (selector: string) => page.querySelector<HTMLElement>(selector);
  const press = (...keys: string[]) =>
    act(async () => {
      const to = document.activeElement ?? document.body;
      for (const key of keys) to.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
  return { find, press, click: (selector: string) => act(async () => find(selector)?.click()) };
}

test('what several are selected for is done with them, and with the open one only where there is none of them', async () => {
  const selected = await show({ bar: ['resolve'] });
  await selected.press('e', 't', 'f');
  expect(pressed).toEqual(['bar: resolve', 'thread: take-over', 'list: filter']);
  clearAdmin();
  pressed = [];
  const none = await show({ bar: null });
  await none.press('e');
  expect(pressed).toEqual(['thread: resolve']);
});

test('what can’t be done with those that are selected is not done with the open one instead', async () => {
  const { press } = await show({ bar: [] });
  await press('e');
  expect(pressed).toEqual([]);
});

test('what a phone hides behind the open conversation no key presses', async () => {
  const { press } = await show({ bar: ['resolve'], isListHidden: true });
  await press('e', 'f');
  expect(pressed).toEqual(['thread: resolve']);
});

test('Escape that closes something small closes nothing else', async () => {
  const { find, press, click } = await show({ bar: [] });
  await click('#popover');
  await press('Escape');
  expect(find('#popover')?.getAttribute('aria-expanded')).toBe('false');
  expect(pressed).toEqual([]);
  await click('#done');
  find('[data-undo-toast]')?.focus();
  await press('Escape');
  expect(find('[data-undo-toast]')).toBeNull();
  expect(pressed).toEqual([]);
  await press('Escape');
  expect(pressed).toEqual(['leave']);
});
