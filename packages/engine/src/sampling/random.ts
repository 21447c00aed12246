/**
 * A number in [0, 1) that depends on seed and position alone, evenly spread. A sequence that is continued elsewhere
 * draws the same numbers from the same positions on, without any state to hand over.
 *
 * @param seed an integer; 53 bits of it count
 * @param position an integer from 0 to 2^32 - 1
 * @param draw another number each, where one is not enough; an integer of the same range
 */
export function randomAt(seed: number, position: number, draw = 0): number {
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  // Odd constants keep (0, 0) away from the mixer's fixed point, and the two words apart.
  const state = mix(mix(mix(mix(low ^ 0x9e3779b9) ^ high) ^ position) ^ draw);
  const first = mix(state ^ 0x85ebca6b);
  const second = mix(state ^ 0xc2b2ae35);
  return ((first >>> 5) * 2 ** 26 + (second >>> 6)) / 2 ** 53;
}

/** The finaliser of MurmurHash3: a bijection of 32 bits in which each input bit flips each output bit half of the time. */
function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
