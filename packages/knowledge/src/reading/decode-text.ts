import { TextDecoder } from 'node:util';
import { DocumentError } from '../document-error.ts';
import { guessCodePage } from './guess-code-page.ts';

/**
 * Bytes as text. In this order: a byte order mark, the charset that was announced, one that the text itself names (HTML),
 * UTF-8 if they are that, Windows-1252 or 1250 if they look like a language that is written with it.
 * @throws DocumentError `unreadable` when it is no text, or in a charset that nothing names
 */
export function decodeText(bytes: Uint8Array, { charset, named }: { charset?: string; named?: string } = {}): string {
  const decoder = byMark(bytes) ?? byName(charset) ?? byName(named) ?? guess(bytes);
  // In two steps: in one, Node 20 reads Windows-1252 as Latin-1, and prices lose their euro signs.
  const text = decoder.decode(bytes, { stream: true }) + decoder.decode();
  // Text has no NUL; images and programs do, and early.
  if (text.slice(0, 4_096).includes('\0')) throw new DocumentError('unreadable', 'This is not a text file.');
  return text;
}

function byMark(bytes: Uint8Array): TextDecoder | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  return undefined;
}

function byName(name: string | undefined): TextDecoder | undefined {
  if (!name) return undefined;
  try {
    return new TextDecoder(name.trim());
  } catch {
    return undefined;
  }
}

function guess(bytes: Uint8Array): TextDecoder {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return new TextDecoder('utf-8');
  } catch {
    if (isOtherScript(bytes)) {
      throw new DocumentError(
        'unreadable',
        'This file does not say how its letters are stored. Please save it as UTF-8.',
      );
    }
    return new TextDecoder(guessCodePage(bytes));
  }
}

/** What is written with those has letters beyond ASCII, but few; other scripts hardly have any others. */
function isOtherScript(bytes: Uint8Array): boolean {
  let beyond = 0;
  let letters = 0;
  for (const byte of bytes) {
    if (byte >= 0xc0 || (byte >= 0x80 && byte < 0xa0)) beyond += 1;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1;
  }
  return beyond > 8 && beyond > letters / 2;
}

/** The charset that the beginning of an HTML page names. What could be read so far is not UTF-16, whatever it says. */
export function htmlCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048));
  const named = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})/i.exec(head)?.[1];
  return named && /^utf-?16/i.test(named) ? 'utf-8' : named;
}
