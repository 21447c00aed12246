import { CodedError, limits } from '@frontdesk/protocol';

/** Something that can be seen; spaces, line ends and zero-width characters alone are no message. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A visitor's text as it is stored: line ends as `\n`, NFC, no blanks around it.
 * @throws CodedError `not_utf8` (half a character), `bad_request` (NUL, which the store cannot hold), `message_empty`,
 *   `message_too_long`
 */
export function checkMessageText(raw: string): string {
  const text = checkText(raw);
  if (!visible.test(text)) throw new CodedError('message_empty');
  refuseLonger(text, limits.messageChars);
  return text;
}

/**
 * A text that was said before, by a visitor or to one, as it is stored, cleaned in the same way; a blank one is none.
 * @param maxChars in UTF-16 units
 * @throws CodedError `not_utf8`, `bad_request`, `message_too_long`
 */
export function checkEarlierText(raw: string, maxChars: number): string | undefined {
  const text = checkText(raw);
  refuseLonger(text, maxChars);
  return visible.test(text) ? text : undefined;
}

/**
 * A caller's system text as it is stored, cleaned in the same way; a blank one is none.
 * @throws CodedError `not_utf8`, `bad_request`, `system_too_long`
 */
export function checkSystemText(raw: string): string | undefined {
  const text = checkText(raw);
  if (text.length > limits.systemChars) {
    throw new CodedError('system_too_long', {
      message: `The system text is too long: ${text.length} of at most ${limits.systemChars} characters.`,
    });
  }
  return visible.test(text) ? text : undefined;
}

/**
 * What a visitor writes beside a rating, as it is stored, cleaned in the same way; a blank one is none.
 * @throws CodedError `not_utf8`, `bad_request`
 */
export function checkComment(raw: string | null | undefined): string | null {
  const text = checkText(raw ?? '');
  return visible.test(text) ? text : null;
}

function refuseLonger(text: string, maxChars: number): void {
  if (text.length <= maxChars) return;
  throw new CodedError('message_too_long', {
    message: `This message is too long: ${text.length} of at most ${maxChars} characters. Please shorten it.`,
  });
}

/** @throws CodedError `not_utf8` (half a character), `bad_request` (NUL, which the store cannot hold) */
export function refuseUnstorable(text: string): void {
  if (!text.isWellFormed()) throw new CodedError('not_utf8');
  if (text.includes('\0')) throw new CodedError('bad_request', { message: 'The text holds a NUL character.' });
}

function checkText(raw: string): string {
  refuseUnstorable(raw);
  return raw.replace(/\r\n?/g, '\n').normalize('NFC').trim();
}
