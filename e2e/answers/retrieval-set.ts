import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const retrievalSet = z.strictObject({
  passages: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        /** The heading that it stands under. */
        title: z.string().default(''),
        text: z.string().min(1),
      }),
    )
    .min(1),
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

/** The one organisation that is large enough for the target: as many passages as one index shall have. */
export const LARGE_SET = 'university';

/** Passages of one business, and questions that each one of them answers. */
export type RetrievalSet = z.infer<typeof retrievalSet> & {
  /** The file's name without its ending. */
  slug: string;
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
      const ids = parsed.data.passages.map(({ id }) => id);
      const lost = parsed.data.questions.filter(
        ({ passage, also }) => ![passage, ...also].every((id) => ids.includes(id)),
      );
      if (lost.length > 0) throw new Error(`${file}: no passage for "${lost[0]?.ask}"`);
      if (new Set(ids).size < ids.length) throw new Error(`${file}: a passage's id occurs twice`);
      return { slug: basename(file, '.yaml'), ...parsed.data };
    }),
  );
}
