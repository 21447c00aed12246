import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ModelError } from '../model-error.ts';
import type { EmbeddingManifest } from './embedding-manifest.ts';

const POOLING = '1_Pooling/config.json';
const PROMPTS = 'config_sentence_transformers.json';
const LENGTH = 'sentence_bert_config.json';
const MODULES = 'modules.json';
const CONFIG = 'config.json';
/** Files that say how vectors are made, as sentence-transformers publishes them; each is read if it is there. */
export const BEHAVIOUR_FILES = [CONFIG, POOLING, PROMPTS, LENGTH, MODULES];

/** Longer texts are not embedded whole by any small model. */
const MOST_TOKENS = 512;
/** What we do with the states; vectors get the same length in any case. */
const POOLINGS: Readonly<Record<string, EmbeddingManifest['pooling']>> = {
  mean: 'mean',
  mean_sqrt_len: 'mean',
  cls: 'first',
};
/** What a model may consist of. */
const STAGES = ['Transformer', 'Pooling', 'Normalize'];

const poolingSchema = z.record(z.string(), z.unknown());
const promptsSchema = z.object({ prompts: z.record(z.string(), z.string()).nullish() });
const lengthSchema = z.object({ max_seq_length: z.int().positive().nullish() });
const modulesSchema = z.array(z.object({ type: z.string() }));
const configSchema = z.object({ max_position_embeddings: z.int().positive().nullish() });

/** How a published model makes vectors. Throws ModelError `unsupported_model` where we would make others, and `malformed`. */
export async function readBehaviour(
  dir: string,
): Promise<Pick<EmbeddingManifest, 'pooling' | 'maxTokens' | 'prefixes'>> {
  const modules = await readJson(dir, MODULES, modulesSchema, '[]');
  // Packages move from version to version, the stages' own names stay.
  const other = modules.find(({ type }) => !STAGES.includes(type.split('.').at(-1) ?? ''));
  if (other) throw unsupported(dir, MODULES, `names the stage ${other.type}`, `consist of ${STAGES.join(', ')} alone`);

  const modes = poolingModes(await readJson(dir, POOLING, poolingSchema));
  const [mode = 'mean'] = modes;
  const pooling = modes.length > 1 ? undefined : POOLINGS[mode];
  if (!pooling) throw unsupported(dir, POOLING, `pools by ${modes.join(' and ')}`, 'pool by mean or cls');

  const { prompts } = await readJson(dir, PROMPTS, promptsSchema);
  const length = (await readJson(dir, LENGTH, lengthSchema)).max_seq_length;
  const positions = (await readJson(dir, CONFIG, configSchema)).max_position_embeddings;
  return {
    pooling,
    maxTokens: Math.min(length ?? MOST_TOKENS, positions ?? MOST_TOKENS, MOST_TOKENS),
    prefixes: { question: prompts?.query ?? '', passage: prompts?.passage ?? prompts?.document ?? '' },
  };
}

/** The ways to one vector, whose results are put beside each other: new files name them, older ones have a switch for each. */
function poolingModes({ pooling_mode: named, ...config }: z.infer<typeof poolingSchema>): string[] {
  const switched = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const modes = named === undefined ? switched.map((key) => key.slice('pooling_mode_'.length)) : [named].flat();
  return modes.map((mode) => String(mode).replace(/_tokens?$/, ''));
}

function unsupported(dir: string, file: string, found: string, wanted: string): ModelError {
  return new ModelError(
    'unsupported_model',
    `${join(dir, file)} ${found}; embedding models can be used that ${wanted}.`,
  );
}

/** A file that is not there says nothing. */
async function readJson<Schema extends z.ZodType>(
  dir: string,
  name: string,
  schema: Schema,
  nothing = '{}',
): Promise<z.infer<Schema>> {
  const text = await readFile(join(dir, name), 'utf8').catch(() => nothing);
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ModelError('malformed', `${join(dir, name)} is not what sentence-transformers writes.`, { cause });
  }
}
