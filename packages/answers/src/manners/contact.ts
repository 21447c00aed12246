/** Looked for once a word: thousands of letters may be one. */
const email = /(?<!\S)[^\s@]+@[^\s@]+\.\p{L}{2,}/u;
/** At least six digits, however they are grouped. */
const phoneNumber = /\d(?:[ ().-]*\d){5,}/;

/** Pure: whether a message leaves a phone number or an e-mail address. */
export function leavesContact(said: string): boolean {
  return email.test(said) || phoneNumber.test(said);
}
