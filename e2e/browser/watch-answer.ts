import type { Locator } from '@playwright/test';

/** Markdown markers appear and vanish while an answer streams; what is compared is what a reader reads. */
export const readable = (text: string | null | undefined): string => (text ?? '').replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * Follows the next answer in the log as a reader sees it: every text it had, in order, without repeats.
 * The watching runs in the page, so that no step is missed between two looks from here.
 */
export async function watchNextAnswer(log: Locator): Promise<{ steps(): Promise<string[]> }> {
  await log.evaluate((element) => {
    const steps: string[] = [];
    const answers = () => element.querySelectorAll('[data-role="assistant"]');
    const index = answers().length;
    Object.assign(window, { answerSteps: steps });
    const look = () => {
      const text = answers()[index]?.querySelector('.fd-markdown')?.textContent ?? '';
      if (text !== '' && text !== steps.at(-1)) steps.push(text);
    };
    new MutationObserver(look).observe(element, { childList: true, subtree: true, characterData: true });
  });
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
