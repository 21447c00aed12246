/** Ids of a prompt, other ones for every `seed`: speed does not depend on what they mean. All models of the bench know them. */
export function makePrompt(seed: number, tokens: number): number[] {
  return Array.from({ length: tokens }, (_, index) => 1000 + ((index * 7919 + seed * 104_729) % 40_000));
}
