/** Whether the panel is in view, and wanted. */
export interface PanelAttention {
  /** `active`: it is in view. `unasked`: it takes no focus. */
  now(): { active: boolean; unasked: boolean };
  opened(unasked: boolean): void;
  closed(): void;
}

/**
 * Whoever goes back to the page before the chat is there is not taken away from it; whoever looked into another window
 * comes back to it.
 * @param isThere the chat is
 * @param onBack they are
 */
export function createPanelAttention(isThere: () => boolean, onBack: () => void): PanelAttention {
  let active = false;
  let unasked = false;
  /** Whoever opened the chat has left its window before it was there. */
  let left = false;

  addEventListener('blur', () => {
    if (!isThere()) left = true;
  });
  addEventListener('focus', () => {
    if (!left) return;
    left = false;
    onBack();
  });

  return {
    now: () => ({ active, unasked: unasked || left }),
    opened(isUnasked) {
      active = true;
      unasked = isUnasked;
      left = false;
    },
    closed() {
      active = false;
    },
  };
}
