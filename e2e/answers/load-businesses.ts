import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { type Business, business } from './business.ts';

/** The businesses of the test. */
export const testBusinesses = join(import.meta.dirname, 'businesses');

/** With hundreds of facts, in families that differ in one thing; told beside the test. */
export const largeBusinesses = join(import.meta.dirname, 'large');

/** Others, which choose thresholds and weights. */
export const calibrationBusinesses = join(import.meta.dirname, 'calibration');

export type NamedBusiness = Business & {
  /** The file's name without its ending. */
  slug: string;
};

/**
 * Reads a folder's YAML files, or one file, in the order of their names.
 * @throws Error that names the file and what is wrong in it
 */
export async function loadBusinesses(path = testBusinesses): Promise<NamedBusiness[]> {
  const files = path.endsWith('.yaml')
    ? [path]
    : (await readdir(path)).filter((name) => name.endsWith('.yaml')).map((name) => join(path, name));
  return Promise.all(files.sort().map(loadBusiness));
}

async function loadBusiness(file: string): Promise<NamedBusiness> {
  const parsed = business.safeParse(parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
  return { slug: basename(file, '.yaml'), ...parsed.data };
}
