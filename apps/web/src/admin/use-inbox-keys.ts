import { type RefObject, useEffect } from 'react';

/**
 * The inbox by keyboard: see `keyboard-help`. What is one key alone is left to whoever types.
 * @param root what holds list and thread
 */
export function useInboxKeys(root: RefObject<HTMLElement | null>, onHelp: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const act = event.altKey ? byPlace(root.current, event.code) : byKey(root.current, event, onHelp);
      if (!act || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [root, onHelp]);
}

/** With Alt, by the key's place: some layouts make other letters then. */
function byPlace(root: HTMLElement | null, code: string): (() => void) | undefined {
  switch (code) {
    case 'KeyJ':
      return () => neighbour(root, 1)?.click();
    case 'KeyK':
      return () => neighbour(root, -1)?.click();
    case 'KeyE':
      return () => root?.querySelector<HTMLElement>('[data-resolve]')?.click();
    case 'KeyR':
      return () => root?.querySelector<HTMLElement>('[data-composer]')?.focus();
  }
}

function byKey(root: HTMLElement | null, { key, target }: KeyboardEvent, onHelp: () => void): (() => void) | undefined {
  const typing = target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;
  if (typing) return undefined;
  if (key === '?') return onHelp;
  return key === '/' ? () => root?.querySelector<HTMLElement>('input[type=search]')?.focus() : undefined;
}

function neighbour(root: HTMLElement | null, step: number): HTMLElement | undefined {
  const rows = [...(root?.querySelectorAll<HTMLElement>('nav li a') ?? [])];
  const open = rows.findIndex((row) => row.ariaCurrent === 'true');
  return open === -1 ? rows[0] : rows[open + step];
}
