import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { type Business, business, questionsElsewhere } from './business.ts';

/** The businesses of the test. */
const testBusinesses = join(import.meta.dirname, 'businesses');

/** With hundreds of facts, in families that differ in one thing; told beside the test. */
export const largeBusinesses = join(import.meta.dirname, 'large');

/** Further questions to the businesses of the test and to those that calibrate: messages that ask two things, such as are no short questions, and what is asked behind an answer. */
export const furtherQuestions = ['compound', 'told', 'follow-ups'].flatMap((kind) =>
  (['test', 'calibration'] as const).map((set) => ({ kind, set, path: join(import.meta.dirname, kind, set) })),
);

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
  const parsed = business.safeParse(await readSource(file));
  if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
  return { slug: basename(file, '.yaml'), ...parsed.data };
}

/**
 * What a file says, with the facts of the business that it names.
 * @throws Error that names the file and what is wrong in it
 */
async function readSource(file: string): Promise<unknown> {
  const source: unknown = parse(await readFile(file, 'utf8'));
  if (typeof source !== 'object' || source === null || !('business' in source)) return source;
  const further = questionsElsewhere.safeParse(source);
  if (!further.success) throw new Error(`${file}:\n${z.prettifyError(further.error)}`);
  const { business: path, questions } = further.data;
  return { ...(parse(await readFile(join(dirname(file), path), 'utf8')) as object), questions };
}
