import { readFileSync } from 'node:fs';
import { z } from 'zod';

const sceneSchema = z.object({
  system: z.string(),
  /** What of the passages can be quoted in one go. */
  quotables: z.array(z.string()),
  list: z.object({
    leadIns: z.array(z.object({ id: z.string(), text: z.string() })),
    replies: z.array(z.object({ id: z.string(), kind: z.string(), text: z.string() })),
  }),
  items: z.array(
    z.object({
      question: z.string(),
      category: z.string(),
      user: z.string(),
      /** What the answer should be: a reply; or a lead-in and what holds these sentences. */
      reply: z.string().optional(),
      lead: z.string().optional(),
      sentences: z.array(z.string()).optional(),
    }),
  ),
});

/** A site, the passages that were found, and questions about them, as `render-prompts.ts` writes it. */
export type Scene = z.infer<typeof sceneSchema>;
export type Item = Scene['items'][number];

const branchSchema = z.enum(['answer', 'hand-over', 'reply']);
export type Branch = z.infer<typeof branchSchema>;

const gradeSchema = z.object({
  question: z.string(),
  category: z.string(),
  wanted: branchSchema,
  /** The likeliest branch: by the sums over their first tokens. */
  said: branchSchema,
  /** Shares of the branches at the first token. */
  answer: z.number(),
  handOver: z.number(),
  reply: z.number(),
  /** Whether the likeliest quote is a wanted one; null where none is wanted. */
  sentence: z.boolean().nullable(),
  /** First tokens of quotes to choose among. */
  choices: z.int(),
});

/** What a model makes of one question; a row of `grade.py --rows`. */
export type Grade = z.infer<typeof gradeSchema>;

export const readScenes = (path: string): Scene[] => readLines(path, sceneSchema);
export const readGrades = (path: string): Grade[] => readLines(path, gradeSchema);

function readLines<T>(path: string, schema: z.ZodType<T>): T[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => schema.parse(JSON.parse(line)));
}
