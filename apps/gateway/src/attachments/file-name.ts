import { type AttachmentType, attachmentLimits, attachmentTypes } from '@frontdesk/protocol';

/** Control characters, marks that turn the direction of text (`exe.txt` read as `txt.exe`), and what paths are made of. */
const unwanted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}/\\]+/gu;

/** A file's name as it is stored and shown: one line that hides nothing, with its ending. */
export function cleanFileName(raw: string): string {
  const name = raw.normalize('NFC').replace(unwanted, '_').replace(/\s+/g, ' ').trim();
  if (name === '' || /^[._ ]+$/.test(name)) return 'file';
  if (name.length <= attachmentLimits.nameChars) return name;
  const ending = name.match(/\.[^.]{1,8}$/)?.[0] ?? '';
  return name.slice(0, attachmentLimits.nameChars - ending.length).replace(/[\ud800-\udbff]$/, '') + ending;
}

/** The name under which it is saved: `invoice.svg` that is text becomes `invoice.svg.txt`, and is opened as that. */
export function savedFileName(name: string, type: string): string {
  const endings: readonly string[] = attachmentTypes[type as AttachmentType]?.endings ?? ['.bin'];
  return endings.some((ending) => name.toLowerCase().endsWith(ending)) ? name : `${name}${endings[0]}`;
}

/** A `Content-Disposition` with a name in any script (RFC 6266); old clients get one of ASCII. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
