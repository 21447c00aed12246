import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { loadBusinesses } from './load-businesses.ts';

const passage = z.strictObject({
  id: z.string().min(1),
  /** The heading that it stands under. */
  title: z.string().default(''),
  text: z.string().min(1),
});

const retrievalSet = z.strictObject({
  /** Or the file of the business whose facts they are, from here. */
  passages: z.union([z.array(passage).min(1), z.string().endsWith('.yaml')]),
  questions: z
    .array(
      z.strictObject({
        ask: z.string().min(1),
        /** The id of the passage that answers. */
        passage: z.string().min(1),
        /** Of others that answer it too. */
        also: z.array(z.string().min(1)).default([]),
      }),
    )
    .min(1),
});

/** Has as many passages as one index shall have for the target; so has the other one. */
export const UNIVERSITY = 'university';
export const LARGE_SETS: readonly string[] = [UNIVERSITY, 'broadcaster'];

/** Passages of one business, and questions that each one of them answers. */
export type RetrievalSet = Omit<z.infer<typeof retrievalSet>, 'passages'> & {
  /** The file's name without its ending. */
  slug: string;
  passages: z.infer<typeof passage>[];
};

const folder = join(import.meta.dirname, 'retrieval');

/**
 * Reads the sets of the retrieval test, in the order of their names.
 *
 * @throws Error that names the file and what is wrong in it: also a question whose passage is not there
 */
export async function loadRetrievalSets(): Promise<RetrievalSet[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    files.map(async (file) => {
      const parsed = retrievalSet.safeParse(parse(await readFile(join(folder, file), 'utf8')));
      if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
      const { questions } = parsed.data;
      const passages = await passagesOf(parsed.data.passages);
      const ids = passages.map(({ id }) => id);
      const lost = questions.filter(({ passage, also }) => ![passage, ...also].every((id) => ids.includes(id)));
      if (lost.length > 0) throw new Error(`${file}: no passage for "${lost[0]?.ask}"`);
      if (new Set(ids).size < ids.length) throw new Error(`${file}: a passage's id occurs twice`);
      return { slug: basename(file, '.yaml'), passages, questions };
    }),
  );
}

async function passagesOf(passages: z.infer<typeof retrievalSet>['passages']): Promise<RetrievalSet['passages']> {
  if (typeof passages !== 'string') return passages;
  const businesses = await loadBusinesses(join(folder, passages));
  return businesses.flatMap(({ facts }) => facts.map(({ id, title = '', text }) => ({ id, title, text })));
}
