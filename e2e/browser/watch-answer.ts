import type { Locator } from '@playwright/test';

/** Markdown markers appear and vanish while an answer streams; what is compared is what a reader reads. */
export const readable = (text: string | null | undefined): string => (text ?? '').replace(/[^\p{L}\p{N}]+/gu, '');

/** For comparing what is shown with what is stored: a list's numbers are drawn by the browser, and are no text of the page. */
export const lettersOf = (text: string | null | undefined): string => (text ?? '').replace(/\P{L}+/gu, '');

interface WatchedAnswer {
  /** Every text that the answer had since, in order, without repeats. */
  steps(): Promise<string[]>;
}

/** Follows the answer that comes next in the log, as a reader sees it. */
export const watchNextAnswer = (log: Locator): Promise<WatchedAnswer> => watchAnswer(log, 0);

/** Follows the newest answer that is there. */
export const watchNewestAnswer = (log: Locator): Promise<WatchedAnswer> => watchAnswer(log, -1);

/** The watching runs in the page, so that no step is missed between two looks from here. */
async function watchAnswer(log: Locator, fromEnd: number): Promise<WatchedAnswer> {
  await log.evaluate((element, offset) => {
    const steps: string[] = [];
    const answers = () => element.querySelectorAll('[data-role="assistant"]');
    const index = answers().length + offset;
    Object.assign(window, { answerSteps: steps });
    const look = () => {
      const text = answers()[index]?.querySelector('.fd-markdown')?.textContent ?? '';
      if (text !== '' && text !== steps.at(-1)) steps.push(text);
    };
    look();
    new MutationObserver(look).observe(element, { childList: true, subtree: true, characterData: true });
  }, fromEnd);
  return { steps: () => log.evaluate(() => (window as unknown as { answerSteps: string[] }).answerSteps) };
}

/** Fails with the two texts when a later step is not the earlier one gone on. */
export function assertOnlyGrows(steps: readonly string[]): void {
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1] ?? '';
    if (!readable(step).startsWith(readable(before))) {
      throw new Error(`shown text was taken back:\n${before}\n--- then ---\n${step}`);
    }
  }
}
