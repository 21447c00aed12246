import { useEffect } from 'react';

/** Somebody who has touched nothing of the page for so long is not there for customers. */
const idleMs = 15 * 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

/** Tells when nobody has touched the page for a quarter of an hour, and when somebody does again. */
export function useIdle(tell: (idle: boolean) => void): void {
  useEffect(() => {
    let idle = false;
    let lastMs = Date.now();
    const change = (now: boolean) => {
      if (idle === now) return;
      idle = now;
      tell(now);
    };
    const onSign = () => {
      lastMs = Date.now();
      change(false);
    };
    // A look now and then instead of a timer that each movement of the pointer would set anew.
    const timer = setInterval(() => {
      if (Date.now() - lastMs >= idleMs) change(true);
    }, 30_000);
    for (const sign of signs) window.addEventListener(sign, onSign, { passive: true, capture: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, onSign, { capture: true });
    };
  }, [tell]);
}
