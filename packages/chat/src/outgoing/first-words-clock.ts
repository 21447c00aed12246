/**
 * Measures TTFT as the visitor sees it: from the moment a message is sent until the first visible words of its answer are on
 * the screen. Each answer is reported once; answers to messages of another tab or an earlier page are not.
 */
export interface FirstWordsClock {
  sent(clientMessageId: string): void;
  /** The gateway named the answer to a message. */
  accepted(clientMessageId: string, generationId: string): void;
  /** Words that are not blank were handed to the screen. */
  words(generationId: string): void;
}

/** What the protocol takes; a longer one says more about a closed lid than about the answer. */
export const longestTtftMs = 600_000;

export function createFirstWordsClock(options: {
  report: (generationId: string, ttftMs: number) => void;
  /** Calls back when what was changed last is on the screen. */
  afterPaint: (then: () => void) => void;
  now?: () => number;
}): FirstWordsClock {
  const { report, afterPaint, now = () => performance.now() } = options;
  const sentAt = new Map<string, number>();
  const messageOf = new Map<string, string>();
  const paintedAt = new Map<string, number>();

  /** The acknowledgement and the first words may come in either order. */
  function reportIfKnown(generationId: string): void {
    const messageId = messageOf.get(generationId);
    const painted = paintedAt.get(generationId);
    const start = messageId === undefined ? undefined : sentAt.get(messageId);
    if (messageId === undefined || painted === undefined || start === undefined) return;
    sentAt.delete(messageId);
    report(generationId, painted - start);
  }

  return {
    sent: (clientMessageId) => void sentAt.set(clientMessageId, now()),
    accepted(clientMessageId, generationId) {
      messageOf.set(generationId, clientMessageId);
      reportIfKnown(generationId);
    },
    words(generationId) {
      if (paintedAt.has(generationId)) return;
      paintedAt.set(generationId, now());
      afterPaint(() => {
        paintedAt.set(generationId, now());
        reportIfKnown(generationId);
      });
    },
  };
}

/** In the next frame and after it was painted; at once where nothing is painted (a hidden tab, no browser). */
export function afterNextPaint(then: () => void): void {
  if (typeof requestAnimationFrame === 'undefined' || document.visibilityState === 'hidden') then();
  else requestAnimationFrame(() => setTimeout(then));
}
