import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataDir } from '../setup/data-dir.mjs';

/** Where this deployment's gateways keep the files of customers. @param {string} [folder] its data */
export const uploadsDir = (folder = dataDir) => process.env.UPLOADS_DIR || join(folder, 'uploads');

// As the gateway's file store has it: by the last two digits of the id, which names a file.
const pathOf = (folder, id) => join(folder, id.slice(-2), id);
const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The files that a database's rows speak of, as a client sees them now, or within its transaction.
 *
 * @param {import('pg').Client} client
 * @returns {Promise<string[]>} their ids
 */
export async function readUploadIds(client) {
  const { rows: tables } = await client.query(`SELECT to_regclass('public.attachment') AS name`);
  // A database of a version before there were any.
  if (tables[0].name === null) return [];
  const { rows } = await client.query(`SELECT id FROM attachment WHERE state <> 'uploading' ORDER BY id`);
  return rows.map(({ id }) => id);
}

/**
 * Opens files one after the other; each is to be read before the next. One that is not there when its turn comes is left out:
 * it was deleted meanwhile, or lost before.
 *
 * @param {readonly string[]} ids
 * @param {string} folder
 * @returns {AsyncGenerator<{ id: string, content: AsyncIterable<Buffer> }, void>}
 */
export async function* openUploads(ids, folder) {
  for (const id of ids) {
    const file = await openIfThere(pathOf(folder, id));
    if (file) yield { id, content: file.createReadStream() };
  }
}

/** @param {string} path */
const openIfThere = (path) =>
  open(path).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });

/**
 * Writes a file where gateways look for it, readable by whoever owns the folder.
 *
 * @param {string} folder
 * @param {{ id: string, content: Buffer }} upload
 */
export function writeUpload(folder, { id, content }) {
  if (!idPattern.test(id)) throw new Error(`${id} is no id of a file`);
  const path = pathOf(folder, id);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, content, { mode: 0o600, flush: true });
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  for (const made of [dirname(path), path]) chownSync(made, uid, gid);
}

/**
 * Removes the files that are not among `ids`, and no other program's: the folder may be a mistyped one, or have backups in it.
 *
 * @param {string} folder
 * @param {ReadonlySet<string>} ids
 */
export function removeOtherUploads(folder, ids) {
  if (!existsSync(folder)) return;
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter(isOurFolder)) {
    for (const file of readdirSync(join(folder, name))) {
      // A gateway that died left it.
      const id = file.replace(/\.unfinished$/, '');
      if (idPattern.test(id) && id.endsWith(name) && !ids.has(file)) rmSync(join(folder, name, file));
    }
  }
}

const isOurFolder = (entry) => entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name);
