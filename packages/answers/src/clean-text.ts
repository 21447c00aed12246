/**
 * Text as it may stand in a prompt: line breaks and tabs are kept, every other control character and lone surrogates are
 * not. They carry no meaning for the model, and PostgreSQL stores neither NUL nor half a character.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '');
}
