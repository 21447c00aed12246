import { type ErrorCode, limits } from '@frontdesk/protocol';
import type { NetworkShares } from '../access/network-limiter.ts';
import { NetworkCounts } from './network-counts.ts';

/** Most bytes of unfinished messages: those of all connections together, and those of one address. */
export interface UnfinishedLimits {
  all: number;
  ofAddress: number;
}
/**
 * All: a fifth of what docker-compose.yml gives a gateway, as some text takes twice its bytes. An address: two of the largest
 * messages at once, and a thousand requests beside them.
 */
export const standardUnfinished: UnfinishedLimits = { all: 192 * 2 ** 20, ofAddress: 48 * 2 ** 20 };
/** One network can't use up all. */
const shares: NetworkShares = { '/56': 2, '/24': 2, '/48': 2 };

/** Larger than any request with what follows it in the same piece, and what is counted beside its bytes. */
const largeBytes = 3 * limits.requestBytes;
/** Large messages take up no more than this part of each limit, so that requests have room whatever comes. */
const partOfLarge = 0.5;

/** Why a connection may not send more: nobody knows yet who it is, its address has sent too much, or all together have. */
export type Refusal = Extract<ErrorCode, 'request_too_large' | 'rate_limited' | 'unavailable'>;

/**
 * Notes how many bytes a connection has sent of messages that are not finished. They count until it notes another number,
 * whatever is returned. @returns why it may not have sent so many
 */
export type NoteUnfinished = (bytes: number) => Refusal | undefined;

/**
 * Bounds what waits in memory for the ends of messages: anybody can open connections, and leave a large message unfinished on each.
 * Who has not joined a namespace yet sends no more than a request has.
 */
export class UnfinishedBytes {
  readonly #atMost: UnfinishedLimits;
  readonly #byAddress: NetworkCounts;
  #all = 0;

  constructor(atMost: UnfinishedLimits) {
    this.#atMost = atMost;
    this.#byAddress = new NetworkCounts(atMost.ofAddress, shares);
  }

  /** @param address as `addressKey` has it @param isAdmitted whether it has joined a namespace; asked only where that matters */
  of(address: string, isAdmitted: () => boolean): NoteUnfinished {
    const places = this.#byAddress.placesOf(address);
    let noted = 0;
    return (bytes) => {
      const more = bytes - noted;
      const part = bytes > largeBytes ? partOfLarge : 1;
      let refusal: Refusal | undefined;
      if (more <= 0) refusal = undefined;
      else if (bytes > limits.requestBytes && !isAdmitted()) refusal = 'request_too_large';
      else if (!this.#byAddress.haveRoom(places, more, part)) refusal = 'rate_limited';
      else if (this.#all + more > this.#atMost.all * part) refusal = 'unavailable';
      noted = bytes;
      this.#all += more;
      this.#byAddress.add(places, more);
      return refusal;
    };
  }
}
