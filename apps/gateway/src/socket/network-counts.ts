import { networksOf } from '../access/client-address.ts';
import type { NetworkShares } from '../access/network-limiter.ts';

/** An address, or a network that it is in, and how much of what is counted it may have at once. */
interface Place {
  key: string;
  atMost: number;
}

/** What addresses, and the networks that they are in, have at once: whoever has a network has all of its addresses. */
export class NetworkCounts {
  readonly #counts = new Map<string, number>();
  readonly #ofAddress: number;
  readonly #shares: NetworkShares;

  /** @param ofAddress the most that one address may have */
  constructor(ofAddress: number, shares: NetworkShares) {
    this.#ofAddress = ofAddress;
    this.#shares = shares;
  }

  /** Where something of this address counts. @param address as `addressKey` has it */
  placesOf(address: string): Place[] {
    const networks = networksOf(address).map(({ size, key }) => ({
      key,
      atMost: this.#ofAddress * this.#shares[size],
    }));
    return [{ key: address, atMost: this.#ofAddress }, ...networks];
  }

  /** Whether they may have so much more. @param part of what each may have */
  haveRoom(places: readonly Place[], more: number, part = 1): boolean {
    return places.every(({ key, atMost }) => (this.#counts.get(key) ?? 0) + more <= atMost * part);
  }

  /** @param more below zero gives back */
  add(places: readonly Place[], more: number): void {
    for (const { key } of places) {
      const count = (this.#counts.get(key) ?? 0) + more;
      if (count === 0) this.#counts.delete(key);
      else this.#counts.set(key, count);
    }
  }
}
