import { isComposing } from '@frontdesk/chat/is-composing';
import { type RefObject, useEffect, useRef } from 'react';
import { openSelect } from '../../forms/open-select.ts';
import { type InboxKeyId, keyIdOf, pressedKey } from './inbox-keys.ts';
import { useKeysAlone } from './key-choice.ts';

/** What keys do that no control on the page does. */
export type KeyActs = Partial<Record<InboxKeyId, () => void>> & {
  /** Escape, where nobody types. */
  leave?: () => void;
};

/**
 * The inbox by keyboard. A key does what `acts` says, or presses or opens the control that names it (`keyHint`): so it can do
 * what can be done by hand, and nothing else. Escape leads from a field back to the conversation.
 * @param root what holds list and thread
 */
export function useInboxKeys(root: RefObject<HTMLElement | null>, acts: KeyActs): void {
  const current = useRef(acts);
  current.current = acts;
  const alone = useKeysAlone();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const field = event.target instanceof HTMLElement && event.target.closest<HTMLElement>(fields);
      if (field && root.current?.contains(field) && leaves(field, event)) {
        if (event.key === 'Enter') event.preventDefault();
        field.blur();
        focusLog(root.current);
        return;
      }
      if (event.key === 'Escape' && !field) current.current.leave?.();
      const key = pressedKey(event, { typing: Boolean(field), alone });
      const id = key === null ? undefined : keyIdOf(key);
      if (!id) return;
      const act = current.current[id] ?? controlOf(root.current, id);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [root, alone]);
}

/** Where somebody types. */
const fields = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])';

/** What was searched for stays, and the list of it is the next thing. */
const leaves = (field: HTMLElement, press: KeyboardEvent): boolean =>
  !isComposing(press) && (press.key === 'Escape' || (press.key === 'Enter' && field.matches('[type=search]')));

const focusLog = (root: HTMLElement | null) => root?.querySelector<HTMLElement>('[role=log]')?.focus();

/** On a phone the open conversation takes the list's place. */
function isInHiddenList(control: HTMLElement): boolean {
  const list = control.closest('nav');
  return list !== null && getComputedStyle(list).display === 'none';
}

/** What is done with several at once where they are selected. */
const barKeys: ReadonlySet<InboxKeyId> = new Set(['resolve', 'reopen', 'assign', 'snooze', 'tag']);

function controlOf(root: HTMLElement | null, id: InboxKeyId): (() => void) | undefined {
  const bar = root?.querySelector<HTMLElement>('[data-selection-bar]');
  // While several are selected they are meant, also by what can't be done with them; where the list is hidden, so are they.
  const area = bar && !isInHiddenList(bar) && barKeys.has(id) ? bar : root;
  const controls = area?.querySelectorAll<HTMLElement>(`[data-key="${id}"]`) ?? [];
  const control = [...controls].find((one) => !one.closest('[inert]') && !isInHiddenList(one));
  if (!control) return undefined;
  if (!(control instanceof HTMLSelectElement || control instanceof HTMLInputElement)) return () => control.click();
  const focus = () => {
    control.focus();
    if (!(control instanceof HTMLSelectElement)) return;
    // Once something is chosen the next key is one of the inbox again.
    control.addEventListener('change', () => focusLog(root), { once: true });
    openSelect(control);
  };
  return () => {
    // At once, since what is pressed next is text for it, and no key of the inbox.
    if (control.offsetParent !== null) return focus();
    // On a phone it is in a menu.
    root?.querySelector<HTMLElement>('[data-more]')?.click();
    requestAnimationFrame(focus);
  };
}
