import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';

const pressMs = 500;
/** A finger that lies still moves a little. */
const stillPx = 10;

/**
 * A finger that stays on something. It is none where it moves, or begins to scroll; neither the browser's menu nor a click comes of one
 * that is, and the browser's own, where it knows one, counts as such.
 * @returns what a list gives each of its rows
 */
export function useLongPress(onLongPress: (row: string) => void) {
  const began = useRef<{ row: string; x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  /** The finger is down still, or has just left. */
  const isPressed = useRef(false);
  const cancel = () => {
    clearTimeout(began.current?.timer);
    began.current = null;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the end
  useEffect(() => cancel, []);
  const press = () => {
    const { row } = began.current ?? {};
    cancel();
    if (row === undefined) return;
    isPressed.current = true;
    onLongPress(row);
  };
  return (row: string) => ({
    onPointerDown({ pointerType, isPrimary, clientX: x, clientY: y }: PointerEvent) {
      cancel();
      isPressed.current = false;
      if (pointerType === 'touch' && isPrimary) began.current = { row, x, y, timer: setTimeout(press, pressMs) };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const { x, y } = began.current ?? {};
      if (x !== undefined && y !== undefined && Math.hypot(clientX - x, clientY - y) > stillPx) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onContextMenu(event: MouseEvent) {
      if (began.current) press();
      if (isPressed.current) event.preventDefault();
    },
    onClickCapture(event: MouseEvent) {
      // Not every browser makes one of it: a key's is another one.
      if (!isPressed.current || event.detail === 0) return;
      isPressed.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  });
}
