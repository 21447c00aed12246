import { createHash } from 'node:crypto';
import { CodedError } from '@frontdesk/protocol';
import type { RateLimits } from './rate-limits.ts';

/** Who asks with a wrong key asks again with the same one. */
const unknownMs = 2_000;
const mostRemembered = 10_000;

/**
 * Keeps keys that name nothing from the store: the same one for some seconds, and ever so many of them by the address that they come
 * from. One that was right is looked up each time, whoever else asks from that address.
 */
export class KeyLookUps {
  readonly #limits: Pick<RateLimits, 'lookUp'>;
  readonly #right = new Map<string, true>();
  readonly #unknownUntilMs = new Map<string, number>();

  constructor(limits: Pick<RateLimits, 'lookUp'>) {
    this.#limits = limits;
  }

  /** @throws CodedError `rate_limited` before anything is read, and whatever `read` throws */
  async find<Found>(key: string, address: string, read: () => Promise<Found | null>): Promise<Found | null> {
    // Of one length, and no secret that lies about.
    const hash = createHash('sha256').update(key).digest('base64');
    if ((this.#unknownUntilMs.get(hash) ?? 0) > performance.now()) return null;
    if (!this.#right.has(hash)) await this.#limits.lookUp(address);
    let found: Found | null = null;
    try {
      found = await read();
    } catch (error) {
      // That the store is away says nothing of the key.
      if (error instanceof CodedError) this.#right.delete(hash);
      throw error;
    }
    if (found) remember(this.#right, hash, true);
    else {
      this.#right.delete(hash);
      remember(this.#unknownUntilMs, hash, performance.now() + unknownMs);
    }
    return found;
  }

  /** Keys may name something again. */
  forget(): void {
    this.#unknownUntilMs.clear();
  }
}

/** The newest of them. */
function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
}
