import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { OperatorError } from '../operator-error.mjs';

// A backup is a .tar.gz: `tables/<name>/<number>` are the pieces of what COPY wrote, in order; `uploads/<id>/<number>` those
// of customers' files; `secret`, where the data folder had one; last `manifest.json`. A file that was cut off has no manifest.

const FORMAT = 1;
const MANIFEST = 'manifest.json';
/** A tar entry's size stands before it, and COPY does not know how much will come. */
const PIECE_BYTES = 2 ** 20;

/**
 * @typedef {object} TableContents
 * @property {string} name
 * @property {string[]} columns in the order of the text
 * @property {number} rows
 * @property {number} bytes
 * @property {string} sha256 of COPY's text, in hex
 *
 * @typedef {object} Upload
 * @property {string} id
 * @property {number} bytes
 * @property {string} sha256 in hex
 *
 * @typedef {object} Manifest
 * @property {number} format
 * @property {string} createdAt
 * @property {{ name: string, checksum: string }[]} migrations that the database had, oldest first
 * @property {TableContents[]} tables
 * @property {Upload[]} [uploads] none in archives from before there were any
 * @property {number} [lostUploads] files that the rows speak of and the folder did not have
 */

/**
 * Writes an archive that only its owner can read. It takes its name when it is whole.
 *
 * @param {{ file: string, signal?: AbortSignal | undefined }} options `file` must not exist
 * @param {(archive: { table(name: string, columns: string[], text: AsyncIterable<Buffer>): Promise<void>, upload(id: string, content: AsyncIterable<Buffer>): Promise<void>, secret(value: string): Promise<void> }) => Promise<Pick<Manifest, 'migrations' | 'lostUploads'>>} fill
 * @returns {Promise<Manifest>}
 * @throws {OperatorError} when the file exists, or can't be written; anything at the abort
 */
export async function writeArchive({ file, signal }, fill) {
  if (existsSync(file)) throw new OperatorError(`${file} exists already; a backup never overwrites anything.`);
  const unfinished = `${file}.unfinished`;
  const tar = pack();
  const written = pipeline(tar, createGzip(), createWriteStream(unfinished, { mode: 0o600, flush: true }), { signal });
  // Waited for below; until then what fails first is what is told.
  written.catch((error) => tar.destroy(error));
  /** @type {TableContents[]} */
  const tables = [];
  /** @type {Upload[]} */
  const uploads = [];
  const addPieces = async (folder, content) => {
    const count = counter();
    let number = 0;
    for await (const piece of pieces(content)) {
      count.add(piece);
      number += 1;
      await add(tar, `${folder}/${String(number).padStart(6, '0')}`, piece);
    }
    return count.result();
  };
  try {
    const { migrations, lostUploads } = await fill({
      table: async (name, columns, text) => {
        tables.push({ name, columns, ...(await addPieces(`tables/${name}`, text)) });
      },
      upload: async (id, content) => {
        const { bytes, sha256 } = await addPieces(`uploads/${id}`, content);
        uploads.push({ id, bytes, sha256 });
      },
      secret: (value) => add(tar, 'secret', Buffer.from(value)),
    });
    const manifest = { format: FORMAT, createdAt: new Date().toISOString(), migrations, tables, uploads, lostUploads };
    await add(tar, MANIFEST, Buffer.from(JSON.stringify(manifest, null, 2)));
    tar.finalize();
    await written;
    renameSync(unfinished, file);
    return manifest;
  } catch (error) {
    tar.destroy();
    const ending = await written.catch((reason) => reason);
    rmSync(unfinished, { force: true });
    // A full disk, or no such folder: everything else failed because of it.
    if (ending?.syscall) throw new OperatorError(`${file} cannot be written: ${ending.message}.`);
    throw error;
  }
}

/**
 * Reads an archive from beginning to end and compares it with its manifest.
 *
 * @param {string} file
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ manifest: Manifest, secret: string | undefined }>}
 * @throws {OperatorError} when it is none, damaged, cut off, or of a later format
 */
export async function checkArchive(file, signal) {
  /** @type {Map<string, ReturnType<typeof counter>>} */
  const found = new Map();
  /** @type {Manifest | undefined} */
  let manifest;
  let secret;
  for await (const { name, contents } of readEntries(file)) {
    signal?.throwIfAborted();
    const part = partOf(name);
    if (name === MANIFEST) manifest = JSON.parse(contents.toString());
    if (name === 'secret') secret = contents.toString();
    if (!part) continue;
    const count = found.get(part) ?? counter();
    found.set(part, count);
    count.add(contents);
  }
  if (!manifest) throw damaged(file, 'it has no manifest');
  if (manifest.format !== FORMAT) {
    throw new OperatorError(`${file} has format ${manifest.format}, which a later version of Frontdesk reads.`);
  }
  for (const { name, rows, bytes, sha256 } of manifest.tables) {
    const is = (found.get(`tables/${name}`) ?? counter()).result();
    if (is.sha256 !== sha256 || is.rows !== rows || is.bytes !== bytes) {
      throw damaged(file, `the contents of ${name} are not those that were written`);
    }
  }
  for (const { id, bytes, sha256 } of manifest.uploads ?? []) {
    const is = (found.get(`uploads/${id}`) ?? counter()).result();
    if (is.sha256 !== sha256 || is.bytes !== bytes) {
      throw damaged(file, `file ${id} is not the one that was written`);
    }
  }
  return { manifest, secret };
}

/**
 * What a checked archive holds of its tables: piece by piece, in the manifest's order.
 *
 * @param {string} file
 * @returns {AsyncGenerator<{ table: string, text: Buffer }, undefined>}
 */
export async function* readPieces(file) {
  for await (const { name, contents } of readEntries(file)) {
    const table = tableOf(name);
    if (table) yield { table, text: contents };
  }
}

/**
 * The files of a checked archive, one whole after the other.
 *
 * @param {string} file
 * @returns {AsyncGenerator<{ id: string, content: Buffer }, void>}
 */
export async function* readUploads(file) {
  let id = '';
  /** @type {Buffer[]} */
  let read = [];
  for await (const { name, contents } of readEntries(file)) {
    const [, next] = /^uploads\/([^/]+)\/\d+$/.exec(name) ?? [];
    if (next !== id && id) yield { id, content: Buffer.concat(read) };
    if (next !== id) read = [];
    id = next ?? '';
    if (next) read.push(contents);
  }
}

/** @param {string} file @returns {AsyncGenerator<{ name: string, contents: Buffer }, void>} */
async function* readEntries(file) {
  if (!existsSync(file)) throw new OperatorError(`There is no file ${file}.`);
  const entries = extract();
  const read = pipeline(createReadStream(file), createGunzip(), entries);
  read.catch((error) => entries.destroy(error));
  try {
    for await (const entry of entries) {
      /** @type {Buffer[]} */
      const chunks = [];
      for await (const chunk of entry) chunks.push(/** @type {Buffer} */ (chunk));
      yield { name: entry.header.name, contents: Buffer.concat(chunks) };
    }
    await read;
  } catch (error) {
    throw fileError(error, file);
  } finally {
    entries.destroy();
    await read.catch(() => {});
  }
}

/** @param {import('tar-stream').Pack} tar @param {string} name @param {Buffer} contents */
function add(tar, name, contents) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const entry = tar.entry({ name, size: contents.length, mode: 0o600 }, (error) =>
        error ? reject(error) : resolve(),
      );
      entry.end(contents);
    })
  );
}

/** @param {AsyncIterable<Buffer>} chunks */
async function* pieces(chunks) {
  let held = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

function counter() {
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  return {
    /** @param {Buffer} text */
    add(text) {
      hash.update(text);
      bytes += text.length;
      // COPY writes a line end inside a value as \n: each real one ends a row.
      for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, at + 1)) rows += 1;
    },
    result: () => ({ rows, bytes, sha256: hash.copy().digest('hex') }),
  };
}

const partOf = (name) => /^((?:tables|uploads)\/[^/]+)\/\d+$/.exec(name)?.[1];
const tableOf = (name) => /^tables\/([^/]+)\/\d+$/.exec(name)?.[1];

const damaged = (file, how) =>
  new OperatorError(`${file} is no backup of Frontdesk, or it is damaged or cut off: ${how}.`);

/** What zlib and tar say of bytes that are not theirs is the file's fault; anything else stays as it is. */
function fileError(error, file) {
  const ofBytes =
    error instanceof SyntaxError || /^Z_/.test(error.code ?? '') || /tar|end of data/i.test(error.message);
  return ofBytes && !(error instanceof OperatorError) ? damaged(file, error.message) : error;
}
