import { CodedError, limits } from '@frontdesk/protocol';

/** Something that can be seen; spaces, line ends and zero-width characters alone are no message. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A visitor's text as it is stored: line ends as `\n`, NFC, no blanks around it.
 * @throws CodedError `not_utf8` (half a character), `bad_request` (NUL, which the store cannot hold), `message_empty`,
 *   `message_too_long`
 */
export function checkMessageText(raw: string): string {
  if (!raw.isWellFormed()) throw new CodedError('not_utf8');
  if (raw.includes('\0')) throw new CodedError('bad_request', { message: 'The text holds a NUL character.' });
  const text = raw.replace(/\r\n?/g, '\n').normalize('NFC').trim();
  if (!visible.test(text)) throw new CodedError('message_empty');
  if (text.length > limits.messageChars) {
    throw new CodedError('message_too_long', {
      message: `This message is too long: ${text.length} of at most ${limits.messageChars} characters. Please shorten it.`,
    });
  }
  return text;
}
