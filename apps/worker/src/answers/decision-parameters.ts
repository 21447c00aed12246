import { readFile } from 'node:fs/promises';
import { type DecisionParameters, defaultDecisionParameters } from '@frontdesk/answers';
import { z } from 'zod';

const share = z.number().min(0).max(1);
const schema = z.strictObject({
  confidence: z.strictObject({
    bias: z.number(),
    modelLogOdds: z.number(),
    score: z.number(),
    margin: z.number(),
    lacksKind: z.number(),
    ownCase: z.number(),
  }),
  modelBound: z.number().positive(),
  threshold: share,
  otherThresholds: z.strictObject({ careful: share, forthcoming: share }).optional(),
  reply: z.strictObject({ bias: z.number(), score: z.number() }),
  modelWeight: z.number().min(0),
  scoreWeight: z.number().min(0),
  endBias: z.number(),
  firstWindow: z.number().min(0),
  nextWindow: z.number(),
  asksInDoubtOnly: z.boolean(),
}) satisfies z.ZodType<DecisionParameters>;

/**
 * What decides in mode quote: another model than the default has other probabilities, and needs parameters of its own.
 * @param file the default model's unless given
 * @throws when the file can't be read, or says something else
 */
export async function readDecisionParameters(file: string | undefined): Promise<DecisionParameters> {
  if (file === undefined) return defaultDecisionParameters;
  const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`DECISION_PARAMETERS: ${file}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
