import { attentionTimes } from '@frontdesk/protocol';

/** So long after the last key nobody types any more. */
const idleMs = 5_000;

export interface TypingSender {
  /** A key was pressed, and there is something in the field. */
  typed(): void;
  /** It was sent, emptied or left. */
  stopped(): void;
}

/** Tells that somebody types: at the first key, every few seconds while it goes on, and once at its end. */
export function createTypingSender(tell: (typing: boolean) => void): TypingSender {
  let toldAtMs: number | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  function stopped(): void {
    clearTimeout(idle);
    if (toldAtMs === null) return;
    toldAtMs = null;
    tell(false);
  }
  return {
    typed() {
      clearTimeout(idle);
      idle = setTimeout(stopped, idleMs);
      if (toldAtMs !== null && Date.now() - toldAtMs < attentionTimes.typing.renewMs) return;
      toldAtMs = Date.now();
      tell(true);
    },
    stopped,
  };
}
