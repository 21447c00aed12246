import { type RefObject, useEffect, useRef } from 'react';

interface Acts {
  onHelp: () => void;
  /** To the conversation so many rows further on. */
  onStep: (rows: number) => void;
}

/**
 * The inbox by keyboard: see `keyboard-help`. What is one key alone is left to whoever types.
 * @param root what holds list and thread
 */
export function useInboxKeys(root: RefObject<HTMLElement | null>, acts: Acts): void {
  const current = useRef(acts);
  current.current = acts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const act = event.altKey
        ? byPlace(root.current, event.code, current.current)
        : byKey(root.current, event, current.current);
      if (!act || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [root]);
}

/** With Alt, by the key's place: some layouts make other letters then. */
function byPlace(root: HTMLElement | null, code: string, { onStep }: Acts): (() => void) | undefined {
  switch (code) {
    case 'KeyJ':
      return () => onStep(1);
    case 'KeyK':
      return () => onStep(-1);
    case 'KeyE':
      return () => root?.querySelector<HTMLElement>('[data-resolve]')?.click();
    case 'KeyR':
      return () => root?.querySelector<HTMLElement>('[data-composer]')?.focus();
  }
}

function byKey(root: HTMLElement | null, { key, target }: KeyboardEvent, { onHelp }: Acts): (() => void) | undefined {
  const typing = target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;
  if (typing) return undefined;
  if (key === '?') return onHelp;
  return key === '/' ? () => root?.querySelector<HTMLElement>('input[type=search]')?.focus() : undefined;
}
