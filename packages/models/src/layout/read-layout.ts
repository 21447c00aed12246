import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ModelError } from '../model-error.ts';
import type { PortNames } from '../normalize/normalize-graph.ts';

/** A published model's folder, read but for its graph. */
export interface ModelLayout {
  graphPath: string;
  names: PortNames;
  contextTokens: number;
  eosTokenIds: number[];
  padTokenId: number;
  tokenizerJson: string;
  chatTemplate: string;
}

/** Files that are read if they are there, whatever the layout. */
export const SIDE_FILES = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
] as const;

export const GENAI_CONFIG = 'genai_config.json';

const HALF_GRAPH = 'onnx/model_q4f16.onnx';

/** Graphs of onnx-community's layout, the best for a CPU first. */
export const COMMUNITY_GRAPHS = ['onnx/model_q4.onnx', 'onnx/model.onnx', HALF_GRAPH] as const;

/** The first of them that is there; with `half`, for a GPU, whose attention takes 16 bits only, the one in 16 bits before all. */
export function bestGraph(isThere: (name: string) => boolean, half: boolean): string | undefined {
  return half && isThere(HALF_GRAPH) ? HALF_GRAPH : COMMUNITY_GRAPHS.find(isThere);
}

const ids = z.union([z.int(), z.array(z.int()).min(1)]).transform((value) => [value].flat());

const genaiSchema = z.object({
  model: z.object({
    context_length: z.int().positive(),
    eos_token_id: ids,
    pad_token_id: z.int().nonnegative().nullish(),
    decoder: z.object({
      filename: z
        .string()
        .regex(/^[^/\\]+$/)
        .default('model.onnx'),
      inputs: z
        .object({ input_ids: z.string(), attention_mask: z.string(), position_ids: z.string() })
        .partial()
        .default({}),
      outputs: z.object({ logits: z.string() }).partial().default({}),
    }),
  }),
});

const configSchema = z.object({
  max_position_embeddings: z.int().positive(),
  eos_token_id: ids.nullish(),
  pad_token_id: z.int().nonnegative().nullish(),
});

const generationSchema = z.object({ eos_token_id: ids.nullish(), pad_token_id: z.int().nonnegative().nullish() });

const token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]).nullish();

const tokenizerConfigSchema = z.object({
  chat_template: z.union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))]).optional(),
  bos_token: token,
  eos_token: token,
});

/**
 * Reads a folder in onnxruntime-genai's or onnx-community's layout. Throws ModelError `file_unreadable`, `malformed` or
 * `unsupported_model`, each with the file that is to blame.
 */
export async function readModelLayout(dir: string, half = false): Promise<ModelLayout> {
  const text = await readText(dir, 'tokenizer.json');
  const shared = { tokenizerJson: text, chatTemplate: await readChatTemplate(dir) };
  if (existsSync(join(dir, GENAI_CONFIG))) return { ...(await readGenai(dir)), ...shared };
  const graph = bestGraph((name) => existsSync(join(dir, name)), half);
  if (graph) return { ...(await readCommunity(dir, graph)), ...shared };
  throw new ModelError(
    'unsupported_model',
    `${dir} is no model folder: it has neither ${GENAI_CONFIG} (onnxruntime-genai) nor ${COMMUNITY_GRAPHS[0]} (onnx-community).`,
  );
}

type Network = Omit<ModelLayout, 'tokenizerJson' | 'chatTemplate'>;

async function readGenai(dir: string): Promise<Network> {
  const { model } = await readJson(dir, GENAI_CONFIG, genaiSchema);
  const { inputs, outputs, filename } = model.decoder;
  return {
    graphPath: join(dir, filename),
    names: {
      inputIds: inputs.input_ids ?? 'input_ids',
      attentionMask: inputs.attention_mask ?? 'attention_mask',
      positionIds: inputs.position_ids ?? 'position_ids',
      logits: outputs.logits ?? 'logits',
    },
    contextTokens: model.context_length,
    eosTokenIds: model.eos_token_id,
    padTokenId: model.pad_token_id ?? (model.eos_token_id[0] as number),
  };
}

async function readCommunity(dir: string, graph: string): Promise<Network> {
  const config = await readJson(dir, 'config.json', configSchema);
  const hasGeneration = existsSync(join(dir, 'generation_config.json'));
  const generation = hasGeneration ? await readJson(dir, 'generation_config.json', generationSchema) : {};
  const eosTokenIds = generation.eos_token_id ?? config.eos_token_id;
  if (!eosTokenIds) {
    throw new ModelError('unsupported_model', `${dir} does not say which token ends an answer (eos_token_id).`);
  }
  return {
    graphPath: join(dir, graph),
    names: {
      inputIds: 'input_ids',
      attentionMask: 'attention_mask',
      positionIds: 'position_ids',
      logits: 'logits',
    },
    contextTokens: config.max_position_embeddings,
    eosTokenIds,
    padTokenId: generation.pad_token_id ?? config.pad_token_id ?? (eosTokenIds[0] as number),
  };
}

async function readChatTemplate(dir: string): Promise<string> {
  const hasConfig = existsSync(join(dir, 'tokenizer_config.json'));
  const config = hasConfig ? await readJson(dir, 'tokenizer_config.json', tokenizerConfigSchema) : {};
  const own = existsSync(join(dir, 'chat_template.jinja')) ? await readText(dir, 'chat_template.jinja') : undefined;
  const { chat_template: listed } = config;
  const template = own ?? (Array.isArray(listed) ? listed.find(({ name }) => name === 'default')?.template : listed);
  if (!template) {
    throw new ModelError(
      'unsupported_model',
      `${dir} has no chat template (chat_template.jinja, or chat_template in tokenizer_config.json): it is no chat model.`,
    );
  }
  // The template is rendered without the tokenizer's settings: what it wants of them goes into its first line.
  const variables = Object.entries({ bos_token: config.bos_token, eos_token: config.eos_token })
    .filter(([name, value]) => value && template.includes(name))
    .map(([name, value]) => `{%- set ${name} = ${JSON.stringify(value)} -%}`);
  return variables.join('') + template;
}

async function readText(dir: string, name: string): Promise<string> {
  try {
    return await readFile(join(dir, name), 'utf8');
  } catch (cause) {
    throw new ModelError('file_unreadable', `${join(dir, name)} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function readJson<Schema extends z.ZodType>(dir: string, name: string, schema: Schema): Promise<z.infer<Schema>> {
  const text = await readText(dir, name);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new ModelError('malformed', `${join(dir, name)} is not JSON.`, { cause });
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ModelError('malformed', `${join(dir, name)}: ${issue?.path.join('.')}: ${issue?.message}`);
}
