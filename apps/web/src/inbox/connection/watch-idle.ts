/** Somebody who has touched nothing of the page for so long is not there for customers. */
const idleMs = 15 * 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

export interface IdleWatch {
  /** By the clock, since a computer that wakes by itself has missed every timer. */
  isIdle(): boolean;
  stop(): void;
}

/** @param look is called whenever it may have changed whether anybody has touched the page within a quarter of an hour */
export function watchIdle(look: () => void): IdleWatch {
  let lastMs = Date.now();
  const onSign = () => {
    lastMs = Date.now();
    look();
  };
  // A look now and then instead of a timer that each movement of the pointer would set anew.
  const timer = setInterval(look, 30_000);
  for (const sign of signs) window.addEventListener(sign, onSign, { passive: true, capture: true });
  return {
    isIdle: () => Date.now() - lastMs >= idleMs,
    stop() {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, onSign, { capture: true });
    },
  };
}
