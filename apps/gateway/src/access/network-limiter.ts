import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Network, networksOf } from './client-address.ts';

/** How many times what one address has a network of them has. */
export type NetworkShares = Record<Network['size'], number>;

/** A limit of an address, and of the networks that it is in: whoever has one of those has all of its addresses. */
export class NetworkLimiter {
  readonly #own: RateLimiterMemory;
  readonly #ofNetworks: Record<Network['size'], RateLimiterMemory>;

  /** @param shares whose networks these are is not known, so that they have room for several who are honest */
  constructor(points: number, shares: NetworkShares, durationSeconds = 60) {
    const limiter = (times: number) => new RateLimiterMemory({ points: points * times, duration: durationSeconds });
    this.#own = limiter(1);
    this.#ofNetworks = { '/24': limiter(shares['/24']), '/56': limiter(shares['/56']), '/48': limiter(shares['/48']) };
  }

  /**
   * What a request counts for, the narrowest first: what one refuses uses up nothing of those after it.
   * @param address as `addressKey` has it; what is none, such as a site's id, counts alone
   * @param of counts apart from all others
   */
  limitsOf(address: string, of = ''): { limiter: RateLimiterMemory; key: string }[] {
    const networks = networksOf(address).map(({ size, key }) => ({ limiter: this.#ofNetworks[size], key }));
    return [{ limiter: this.#own, key: address }, ...networks].map(({ limiter, key }) => ({
      limiter,
      key: `${of} ${key}`,
    }));
  }
}
