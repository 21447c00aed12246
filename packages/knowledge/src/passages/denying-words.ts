/** Words, and beginnings of words, with which a heading or an announcement denies what it stands over. */
const words = `
  not no none nothing nobody never neither nor non without cannot \\p{L}+n't except excepting exceptions? excepted exclu(?!siv)\\p{L}* excl
  unavailable unsupported ineligible prohibited forbidden banned disallowed closed
  nicht nichts kein\\p{L}* nie niemals ohne außer ausgenommen ausgeschlossen\\p{L}* ausschl(?:uss|üss)\\p{L}* exkl verboten\\p{L}* untersagt
  geschlossen\\p{L}*
  pas aucune?s? jamais sans hors sauf hormis excepté\\p{L}* interdit\\p{L}* fermé\\p{L}* fermetures?
  sin nunca jamás tampoco ning[uú]n\\p{L}* excepto salvo excepciones prohibid\\p{L}* cerrad\\p{L}*
  senza nessun\\p{L}* tranne eccetto esclus(?!iv)\\p{L}* vietat\\p{L}* chius\\p{L}*
  niet niets geen nooit zonder behalve uitgezonderd uitgesloten uitsluiting\\p{L}* verboden gesloten
  não nao nem sem nenhum\\p{L}* exceto exceções proibid\\p{L}* fechad\\p{L}*`;
/** "No. 5" is a number. */
const denying = new RegExp(`(?<!\\p{L})(?!no\\. ?\\d)(?:${words.trim().replace(/\s+/g, '|')})(?!\\p{L})`, 'iu');

/** So many letters are looked through: those of a title, and the end of a paragraph. */
const longest = 200;

/** Whether a heading or an announcement has a word of denial, in any of the languages that answers are given in. */
export const denies = (text: string): boolean => denying.test(text.slice(-longest));
