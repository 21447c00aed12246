import { setTimeout as sleep } from 'node:timers/promises';
import { buildPrompt, buildQuotePrompt } from '@frontdesk/answers';
import { type Database, listPublishedPrompts, type PublishedPrompt, readPublishedPrompt } from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import type { Tokenizer } from '@frontdesk/tokenizer';

/** Sites whose prompts are pinned when a worker starts: those for which most answers are made. */
const mostPinned = 16;
/** Sites whose prompts are read ahead at all, as long as there is room. */
const mostRead = 200;
/** Pinned prompts, and those read ahead beyond them, leave at least this part of the prefix cache to conversations. */
const conversationsShare = 0.5;
/** How long a worker that starts waits for the pinned ones; the rest is done beside the first answers. */
const patienceMs = 3_000;

export interface WarmPromptsOptions {
  database: Database;
  engine: Pick<Engine, 'pin' | 'warm' | 'stats'>;
  tokenizer: Tokenizer;
  /** Has all that an answer of a site takes run once; one that fails harms nothing. */
  rehearse?(siteId: string): Promise<void>;
  onWarm(report: { prompts: number; tokens: number; durationMs: number }): void;
  /** The site is removed, or has published nothing. */
  onGone(siteId: string): void;
  onError(error: unknown): void;
}

/**
 * Has the engine read the published prompts, so that the first question to each site starts at once: all of them when a worker
 * starts, and a site's when another one is published. What was read of a site before is let go of then: whoever goes back
 * to it soon finds it still there. An answer works without.
 */
export class WarmPrompts {
  readonly #options: WarmPromptsOptions;
  /** What is kept of each site until its next prompt. */
  readonly #pins = new Map<string, { release(): void }>();
  /** One after the other: of two publishes the last one stays. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: WarmPromptsOptions) {
    this.#options = options;
  }

  /**
   * Reads them ahead, those for which most answers are made first, and rehearses an answer of each. Resolves when that is done
   * for those that are pinned, or has taken long enough. Never rejects.
   */
  async all(): Promise<void> {
    let others: PublishedPrompt[] = [];
    const pinned = this.#enqueue(
      async () => {
        const prompts = await listPublishedPrompts(this.#options.database, mostRead);
        others = prompts.slice(mostPinned);
        return prompts.slice(0, mostPinned);
      },
      { rehearsed: true },
    ).catch(this.#options.onError);
    void pinned.then(async () => {
      for (const prompt of others) {
        if (!this.#leavesRoom('blocks')) return;
        // One by one: what is published meanwhile does not wait for all of them.
        await this.#enqueue(async () => [prompt], { pinned: false }).catch(this.#options.onError);
      }
    });
    await Promise.race([pinned, sleep(patienceMs, undefined, { ref: false })]);
  }

  /** Reads ahead what a site has published; of one that is removed, lets go. */
  site(siteId: string): Promise<void> {
    return this.#enqueue(async () => {
      const prompt = await readPublishedPrompt(this.#options.database, siteId);
      if (prompt) return [prompt];
      this.#release(siteId);
      this.#options.onGone(siteId);
      return [];
    });
  }

  /** What the sites whose prompts are pinned have published while nobody was heard here, and which of them were removed. */
  async pinnedAgain(): Promise<void> {
    await Promise.all([...this.#pins.keys()].map((siteId) => this.site(siteId)));
  }

  #enqueue(read: () => Promise<PublishedPrompt[]>, how: HowWarm = {}): Promise<void> {
    const warmed = this.#work.then(async () => this.#warm(await read(), how));
    this.#work = warmed.catch(() => {});
    return warmed;
  }

  async #warm(prompts: readonly PublishedPrompt[], { pinned = true, rehearsed = false }: HowWarm): Promise<void> {
    const { engine, tokenizer, rehearse, onWarm, onError } = this.#options;
    const startedMs = performance.now();
    const report = { prompts: 0, tokens: 0 };
    for (const prompt of prompts) {
      const ids = sharedIds(prompt, tokenizer);
      // First: its place is the new one's.
      this.#release(prompt.siteId);
      const pin = pinned && this.#leavesRoom('pinnedBlocks') ? await engine.pin(ids) : undefined;
      // Beyond that it is kept for as long as it is used.
      if (!pin) await engine.warm(ids);
      if (pin) this.#pins.set(prompt.siteId, pin);
      report.prompts += 1;
      report.tokens += pin?.tokens ?? 0;
      // At once: with many sites there is no time to rehearse after all of them were read.
      if (rehearsed) await rehearse?.(prompt.siteId).catch(onError);
    }
    onWarm({ ...report, durationMs: performance.now() - startedMs });
  }

  #release(siteId: string): void {
    this.#pins.get(siteId)?.release();
    this.#pins.delete(siteId);
  }

  /** Whether so much of the prefix cache is left to conversations that another prompt may be added to these blocks. */
  #leavesRoom(which: 'pinnedBlocks' | 'blocks'): boolean {
    const { budgetBlocks, [which]: taken } = this.#options.engine.stats().prefix;
    return taken <= budgetBlocks * conversationsShare;
  }
}

interface HowWarm {
  pinned?: boolean;
  rehearsed?: boolean;
}

const noBudget = { budgetTokens: Number.POSITIVE_INFINITY, countTokens: () => 0 };

/** The ids with which all prompts of a site begin, found by comparing two, so that no template needs to be known. */
export function sharedIds({ answerMode, ...site }: PublishedPrompt, tokenizer: Tokenizer): number[] {
  const [one = [], other = []] = ['a', '1'].map((text) => {
    // Where mode quote has nothing to quote, its prompt is the other one, which begins the same but for the last tokens.
    const messages =
      answerMode === 'quote'
        ? buildQuotePrompt({ ...site, passages: [text], question: text }, noBudget).messages
        : buildPrompt({ ...site, history: [{ role: 'visitor', text }] }, noBudget).messages;
    return tokenizer.encodeChat(messages, { addGenerationPrompt: true });
  });
  const length = one.findIndex((id, index) => id !== other[index]);
  return one.slice(0, length === -1 ? one.length : length);
}
