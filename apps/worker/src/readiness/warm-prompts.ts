import { setTimeout as sleep } from 'node:timers/promises';
import { buildPrompt, buildQuotePrompt } from '@frontdesk/answers';
import { type Database, listPublishedPrompts, type PublishedPrompt, readPublishedPrompt } from '@frontdesk/database';
import { type Engine, EngineError } from '@frontdesk/engine';
import type { Tokenizer } from '@frontdesk/tokenizer';
import { type UntilDone, untilDone } from '../answers/until-done.ts';

/** Sites whose prompts are pinned, at most; when a worker starts those for which most answers are made. */
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
  /** Before what failed is tried again. Defaults to two seconds. */
  pauseMs?: number;
}

/**
 * Has the engine read the published prompts, so that the first question to each site starts at once: all of them when a worker
 * starts, and a site's when another one is published. What was read of a site before is let go of then: whoever goes back
 * to it soon finds it still there. An answer works without. What fails is told and tried again, until it works: nothing here
 * rejects.
 */
export class WarmPrompts {
  readonly #options: WarmPromptsOptions;
  /** What is kept of each site until its next prompt. */
  readonly #pins = new Map<string, { release(): void }>();
  /** Sites whose last prompt is not read yet, and how it is to be. */
  readonly #unread = new Map<string, HowWarm>();
  /** Whether it is known which sites there are. */
  #isListed = false;
  readonly #again: UntilDone;
  /** One after the other: of two publishes the last one stays. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: WarmPromptsOptions) {
    this.#options = options;
    this.#again = untilDone(() => this.#readMissed(), options.onError, options.pauseMs);
  }

  /**
   * Reads them ahead, those for which most answers are made first, and rehearses an answer of each. Resolves when that is done
   * for those that are pinned, or has taken long enough.
   */
  async all(): Promise<void> {
    await Promise.race([this.#tried(this.#readAll()), sleep(patienceMs, undefined, { ref: false })]);
  }

  /** Reads ahead what a site has published; of one that is removed, lets go. */
  site(siteId: string): Promise<void> {
    return this.#tried(this.#readSite(siteId, {}));
  }

  /** What the sites whose prompts are pinned have published while nobody was heard here, and which of them were removed. */
  pinnedAgain(): Promise<void> {
    for (const siteId of this.#pins.keys()) this.#unread.set(siteId, {});
    return this.#tried(this.#readMissed());
  }

  /** Tries nothing again from now on. */
  stop(): void {
    this.#again.stop();
  }

  async #tried(reading: Promise<void>): Promise<void> {
    try {
      await reading;
    } catch (error) {
      this.#options.onError(error);
      this.#again.ask();
    }
  }

  #readAll(): Promise<void> {
    let others: PublishedPrompt[] = [];
    const pinned = this.#enqueue(
      async () => {
        const prompts = await listPublishedPrompts(this.#options.database, mostRead);
        this.#isListed = true;
        others = prompts.slice(mostPinned);
        return prompts.slice(0, mostPinned);
      },
      { rehearsed: true },
    );
    void pinned.catch(() => {}).then(() => this.#readOthers(others));
    return pinned;
  }

  async #readOthers(prompts: readonly PublishedPrompt[]): Promise<void> {
    for (const prompt of prompts) {
      if (!this.#leavesRoom('blocks')) return;
      // One by one: what is published meanwhile does not wait for all of them.
      await this.#tried(this.#enqueue(async () => [prompt], { pinned: false }));
    }
  }

  #readSite(siteId: string, how: HowWarm): Promise<void> {
    return this.#enqueue(async () => {
      this.#unread.set(siteId, how);
      const prompt = await readPublishedPrompt(this.#options.database, siteId);
      if (prompt) return [prompt];
      this.#unread.delete(siteId);
      this.#release(siteId);
      this.#options.onGone(siteId);
      return [];
    }, how);
  }

  async #readMissed(): Promise<void> {
    if (!this.#isListed) await this.#readAll();
    const read = await Promise.allSettled([...this.#unread].map(([siteId, how]) => this.#readSite(siteId, how)));
    for (const one of read) if (one.status === 'rejected') throw one.reason;
  }

  #enqueue(read: () => Promise<PublishedPrompt[]>, how: HowWarm): Promise<void> {
    const warmed = this.#work.then(async () => this.#warm(await read(), how));
    this.#work = warmed.catch(() => {});
    return warmed;
  }

  /** All of them, also where one fails. */
  async #warm(prompts: readonly PublishedPrompt[], how: HowWarm): Promise<void> {
    const { rehearse, onWarm, onError } = this.#options;
    const startedMs = performance.now();
    const report = { prompts: 0, tokens: 0 };
    const failures: unknown[] = [];
    for (const prompt of prompts) {
      const { siteId } = prompt;
      try {
        report.tokens += await this.#read(prompt, how);
        report.prompts += 1;
        this.#unread.delete(siteId);
      } catch (error) {
        failures.push(error);
        // One that no slot has room for will not be read the next time either.
        if (error instanceof EngineError && error.code === 'prompt_too_long') this.#unread.delete(siteId);
        else this.#unread.set(siteId, how);
        continue;
      }
      // At once: with many sites there is no time to rehearse after all of them were read.
      if (how.rehearsed) await rehearse?.(siteId).catch(onError);
    }
    onWarm({ ...report, durationMs: performance.now() - startedMs });
    if (failures.length > 0) throw failures[0];
  }

  /** @returns how many of its tokens are pinned */
  async #read(prompt: PublishedPrompt, { pinned = true }: HowWarm): Promise<number> {
    const { engine, tokenizer } = this.#options;
    const ids = sharedIds(prompt, tokenizer);
    // First: its place is the new one's.
    this.#release(prompt.siteId);
    const isPinned = pinned && this.#pins.size < mostPinned && this.#leavesRoom('pinnedBlocks');
    const pin = isPinned ? await engine.pin(ids) : undefined;
    // Beyond that it is kept for as long as it is used.
    if (!pin) await engine.warm(ids);
    if (pin) this.#pins.set(prompt.siteId, pin);
    return pin?.tokens ?? 0;
  }

  #release(siteId: string): void {
    this.#pins.get(siteId)?.release();
    this.#pins.delete(siteId);
  }

  /** Whether so much of the prefix cache is left to conversations that another prompt may be added to these blocks. */
  #leavesRoom(which: 'pinnedBlocks' | 'blocks'): boolean {
    const { budgetBlocks, [which]: taken } = this.#options.engine.stats().prefix;
    return taken < budgetBlocks * conversationsShare;
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
