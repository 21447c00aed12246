import { type RefObject, useCallback, useEffect, useLayoutEffect } from 'react';
import { listen } from '../listen.ts';

/** A field is as high as its text; set through CSSOM, which a strict content security policy allows. */
export function useFittedHeight(fieldRef: RefObject<HTMLElement | null>, text: string, disabled: boolean): void {
  const fit = useCallback(() => {
    const field = fieldRef.current;
    if (field === null) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }, [fieldRef]);
  // While the chat is shut, it has none.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(fit, [fit, text, disabled]);
  // A phone that is turned, and a font that comes later, break the lines elsewhere.
  useEffect(() => listen(window, ['resize'], fit), [fit]);
  useEffect(() => document.fonts && listen(document.fonts, ['loadingdone'], fit), [fit]);
}
