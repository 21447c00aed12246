import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import { isComposing } from '../is-composing.ts';

/** What the customer has opened, and can leave, takes the focus; Escape leaves it. Gives the listener to its keys. */
export function useOpenedForm(
  fieldRef: RefObject<HTMLElement | null>,
  onCancel: (() => void) | undefined,
): (event: KeyboardEvent) => void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => {
    if (onCancel !== undefined) fieldRef.current?.focus();
  }, []);
  return (event) => {
    if (event.key !== 'Escape' || onCancel === undefined || isComposing(event.nativeEvent)) return;
    // The chat itself would close.
    event.stopPropagation();
    onCancel();
  };
}
