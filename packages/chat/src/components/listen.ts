/** Listens to events of an element, the document or the window. Returns its undo. */
export function listen(
  target: EventTarget,
  names: readonly string[],
  listener: (event: Event) => void,
  options?: AddEventListenerOptions,
): () => void {
  for (const name of names) target.addEventListener(name, listener, options);
  return () => {
    for (const name of names) target.removeEventListener(name, listener);
  };
}
