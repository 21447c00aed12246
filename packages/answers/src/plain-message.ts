/** A message as words are looked for in it: in lower case, with one kind of apostrophe and single blanks. */
export function plainMessage(message: string): string {
  return message.normalize('NFKC').toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim();
}
