import { type FocusEvent, useEffect, useRef } from 'react';
import { keepFocus } from './use-modal.ts';

/**
 * For a bar whose controls go with what they have done: the focus is not lost with the one that had it.
 * @param instead told which one is gone; whether it has given the focus to something else. If not, what is left around it gets it
 * @returns what the bar has to listen to
 */
export function useLostFocus(instead: (gone: HTMLElement) => boolean) {
  const had = useRef<{ control: HTMLElement; giveBack: () => void } | null>(null);
  useEffect(() => {
    const { control, giveBack } = had.current ?? {};
    if (!control || control.isConnected) return;
    had.current = null;
    if (document.activeElement === document.body && !instead(control)) giveBack?.();
  });
  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      had.current = { control: target, giveBack: keepFocus() };
    },
    // React tells of no focus that goes with its element.
    onBlur: () => {
      had.current = null;
    },
  };
}
