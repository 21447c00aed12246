/** How many letters a gateway sends at a time: each has a connection to the server of mails, which may think for a while. */
const lettersAtOnce = 5;

/** Places of letters that are on their way, for all kinds of letters of a gateway; first come, first served. */
export class LetterPlaces {
  #free = lettersAtOnce;
  readonly #waiting: (() => void)[] = [];

  /** Resolves when there is one, which is taken then. */
  async take(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}

/**
 * Sends what is due: the next one is claimed as soon as there is a place for it. Resolves when none is due and all are sent.
 * @throws what one of them has thrown, after all others
 */
export async function sendAll<Claimed>(options: {
  places: LetterPlaces;
  claim: () => Promise<Claimed | null>;
  send: (claimed: Claimed) => Promise<void>;
}): Promise<void> {
  const { places, claim, send } = options;
  await places.take();
  const claimed = await claim().catch((error: unknown) => {
    places.leave();
    throw error;
  });
  if (!claimed) return places.leave();
  const all = await Promise.allSettled([send(claimed).finally(() => places.leave()), sendAll(options)]);
  for (const one of all) if (one.status === 'rejected') throw one.reason;
}
