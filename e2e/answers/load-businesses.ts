import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { demoSites } from '../../prisma/demo-sites/index.ts';
import { type Business, business, questionsElsewhere } from './business.ts';

/** The businesses of the test. */
const testBusinesses = join(import.meta.dirname, 'businesses');

/** With hundreds of facts, in families that differ in one thing; told beside the test. */
export const largeBusinesses = join(import.meta.dirname, 'large');

/** Further questions to the businesses of the test and to those that calibrate: messages that ask two things, such as are no short questions, and what is asked behind an answer. */
export const furtherQuestions = ['compound', 'told', 'follow-ups'].flatMap((kind) =>
  (['test', 'calibration'] as const).map((set) => ({ kind, set, path: join(import.meta.dirname, kind, set) })),
);

/** The demo sites with what people try first. They are seen by whoever builds, so they are no test of how well it answers others. */
export const demoBusinesses = join(import.meta.dirname, 'demo-sites');

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
  if (typeof source !== 'object' || source === null || !('business' in source || 'site' in source)) return source;
  const further = questionsElsewhere.safeParse(source);
  if (!further.success) throw new Error(`${file}:\n${z.prettifyError(further.error)}`);
  const { questions } = further.data;
  if ('site' in further.data) return { ...demoBusiness(further.data.site), questions };
  return { ...(parse(await readFile(join(dirname(file), further.data.business), 'utf8')) as object), questions };
}

/** @throws Error if there is no such demo site */
function demoBusiness(key: string): Omit<Business, 'questions'> {
  const site = demoSites.find((one) => one.key === key);
  if (!site) throw new Error(`no demo site ${key}: there are ${demoSites.map((one) => one.key).join(', ')}`);
  const { name, systemPrompt, facts } = site;
  return {
    ...{ name, kind: `demo site ${key}`, about: systemPrompt, prompt: systemPrompt },
    facts: facts.map(({ title, text }) => ({ id: idOf(title), kind: title, title, text })),
  };
}

/** "Where we ship" is where-we-ship. */
const idOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
