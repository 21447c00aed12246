import { type RefObject, useLayoutEffect } from 'react';
import { accentColours } from './readable-colour.ts';

/** Gives an element the site's colour as custom properties: through CSSOM, for a style attribute would break a strict CSP. */
export function useAccent(ref: RefObject<HTMLElement | null>, colour: string): void {
  useLayoutEffect(() => {
    const style = ref.current?.style;
    if (style === undefined) return;
    const { accent, onAccent, textOnLight, textOnDark } = accentColours(colour);
    style.setProperty('--fd-accent', accent);
    style.setProperty('--fd-on-accent', onAccent);
    style.setProperty('--fd-accent-text-on-light', textOnLight);
    style.setProperty('--fd-accent-text-on-dark', textOnDark);
  }, [ref, colour]);
}
