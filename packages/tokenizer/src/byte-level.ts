/**
 * Byte-level BPE writes each byte as a visible character: printable Latin-1 stands for itself, and the other bytes
 * stand, in order, from U+0100 on. (The scheme of GPT-2.)
 */
export const byteOfCharacter: ReadonlyMap<string, number> = new Map(listBytes());

function* listBytes(): Generator<[character: string, byte: number]> {
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    yield [String.fromCharCode(printable ? byte : next++), byte];
  }
}

/** The bytes that a token of the vocabulary stands for; none for characters that stand for no byte. */
export function bytesOfToken(token: string): Uint8Array {
  return Uint8Array.from(Array.from(token).flatMap((character) => byteOfCharacter.get(character) ?? []));
}
