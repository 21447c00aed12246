import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { Document } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { readHtml } from './html/read-html.ts';

/** The parts that hold text; pictures, fonts and embedded files are not even unpacked. */
const textParts =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/[\w-]+\.xml|word\/_rels\/[\w-]+\.xml\.rels|docProps\/core\.xml)$/;

/** Hidden text, and what is struck out twice: the library knows only what is struck out once. */
const notSaid = /<w:(?:vanish|dstrike)(?=[\s/>])/g;

/** What says that text is not struck out: of several marks the library reads only the first. */
const notStruck = /<w:strike\s+w:val=["'](?:0|false|off)["']\s*\/>/g;

/**
 * The text of a Word document. Its parts are unpacked here, byte by byte counted, and handed on in an archive that holds
 * nothing else: the library behind would unpack whatever an archive announces.
 * @throws DocumentError `expands_too_far`, `unreadable`, `encrypted`, `no_text`
 */
export async function readDocx(bytes: Uint8Array): Promise<Document> {
  const parts = await unpack(bytes);
  // An entity that names entities is how small XML becomes large; Word writes none.
  for (const [name, xml] of Object.entries(parts)) {
    const text = Buffer.from(xml).toString('latin1');
    if (text.includes('<!DOCTYPE')) throw notWord();
    parts[name] = Buffer.from(text.replace(notSaid, '<w:strike').replace(notStruck, ''), 'latin1');
  }
  let html: string;
  let named: string | null = null;
  try {
    const converted = await mammoth.convertToHtml(
      { buffer: Buffer.from(zipSync(parts, { level: 0 })) },
      {
        externalFileAccess: false,
        styleMap: ["p[style-name='Title'] => h1:fresh"],
        ignoreEmptyParagraphs: true,
        transformDocument: (document: WordDocument) => {
          const { title, children } = takeTitle(withoutContents(document));
          named = title;
          return withNotes({ ...document, children }, document.notes);
        },
      },
    );
    html = converted.value;
  } catch (cause) {
    throw notWord(cause);
  }
  const { sections, title } = readHtml(`<main>${html}</main>`);
  return { title: named ?? title, language: null, sections };
}

/** As the library gives it, as far as it matters here. */
interface WordElement {
  type: string;
  value?: string;
  styleName?: string | null;
  children?: WordElement[];
}
interface WordDocument extends WordElement {
  notes: { resolve(reference: WordElement): { body: WordElement[] } | undefined };
}

/** The styles of a table of contents, in whatever language Word is. */
const contentsStyle = /^toc (?:heading|\d)/i;

function withoutContents<Of extends WordElement>(element: Of): Of {
  const kept = element.children?.filter(({ styleName }) => !contentsStyle.test(styleName ?? ''));
  return kept ? { ...element, children: kept.map((child) => withoutContents(child)) } : element;
}

/** The title that stands above all else. Where headings of the first level follow, the page has no other. */
function takeTitle({ children = [] }: WordDocument): { title: string | null; children: WordElement[] } {
  const at = children.findIndex((child) => textOf(child).trim() !== '');
  const first = children[at];
  if (first?.styleName !== 'Title') return { title: null, children };
  return { title: textOf(first), children: children.toSpliced(at, 1) };
}

/** What a note says is said, in brackets, where its mark stands: apart from it a sentence would promise too much. */
function withNotes(element: WordElement, notes: WordDocument['notes']): WordElement {
  if (element.type === 'noteReference') {
    const note = (notes.resolve(element)?.body ?? []).map(textOf).join(' ').trim();
    return { type: 'text', value: note === '' ? '' : ` (${note})` };
  }
  if (!element.children) return element;
  return { ...element, children: element.children.map((child) => withNotes(child, notes)) };
}

function textOf({ type, value, children = [] }: WordElement): string {
  return type === 'break' || type === 'tab' ? ' ' : (value ?? children.map(textOf).join(''));
}

async function unpack(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  const zip = await openZip(bytes);
  const parts: Record<string, Uint8Array> = {};
  let unpackedBytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (zip.entryCount > documentLimits.parts) throw expandsTooFar();
      if (!textParts.test(entry.fileName) || entry.fileName in parts) continue;
      if (entry.isEncrypted()) throw encrypted();
      parts[entry.fileName] = await unpackPart(zip, entry, documentLimits.unpackedBytes - unpackedBytes);
      unpackedBytes += parts[entry.fileName]?.length ?? 0;
    }
  } catch (error) {
    throw error instanceof DocumentError ? error : notWord(error);
  } finally {
    zip.close();
  }
  return parts;
}

async function openZip(bytes: Uint8Array): Promise<ZipFile> {
  // An encrypted document is not a ZIP archive, but a compound file.
  if (Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw encrypted();
  try {
    return await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    throw notWord(cause);
  }
}

async function unpackPart(zip: ZipFile, entry: Entry, most: number): Promise<Uint8Array> {
  // What it announces; that it holds no more than that is checked as it is unpacked.
  if (entry.uncompressedSize > most) throw expandsTooFar();
  const pieces: Buffer[] = [];
  for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

const notWord = (cause?: unknown) =>
  new DocumentError('unreadable', 'This is not a sound Word document (.docx).', { cause });
const encrypted = () =>
  new DocumentError('encrypted', 'This document asks for a password. Please save it without one.');
const expandsTooFar = () =>
  new DocumentError('expands_too_far', 'Unpacked, this file would be far larger than a document can be.');
