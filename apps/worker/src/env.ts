import { randomUUID } from 'node:crypto';
import { hostname, totalmem } from 'node:os';
import { defaultSampling } from '@frontdesk/answers';
import { loggerEnv, readEnvironment } from '@frontdesk/telemetry';
import { z } from 'zod';

export const envSchema = z.object({
  /** The store; without `REDIS_URL` the queues and the notices too. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Queues and notices on Redis instead; the same for all gateways and workers. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Folder of the prepared model (`npx tsx packages/models/src/cli.ts prepare` makes it and prints it). */
  MODEL_DIR: z.string().min(1),
  /** Folder of the prepared embedding model (`cli.ts prepare-embedding`); left out, nothing is looked up. */
  EMBEDDING_DIR: z.string().min(1).optional(),
  /** Folder with ONNX Runtime's CUDA build and what it needs: an NVIDIA GPU computes. Left out, the CPU does. */
  CUDA_DIR: z.string().min(1).optional(),
  /** Threads that compute a step; left out, the engine takes the machine's cores, at most 4. */
  THREADS: z.coerce.number().int().min(1).max(64).optional(),
  /** Answers that run at a time; the rest waits in the queue, where other workers find it. */
  SLOTS: z.coerce.number().int().min(1).max(256).default(32),
  /** Memory for prompts and conversations that go on, in MiB; left out, an eighth of the machine's, at most 2,048. */
  PREFIX_CACHE_MB: z.coerce
    .number()
    .int()
    .min(0)
    .default(() => Math.min(2_048, Math.floor(memoryBytes() / 8 / 2 ** 20))),
  /** How much chance is in an answer; 0 takes the most probable token each time, as evaluations do. */
  TEMPERATURE: z.coerce.number().min(0).max(2).default(defaultSampling.temperature),
  /** Answers without knowledge get so many tokens, wherever the model would end them: for tests that interfere with one. */
  PLAIN_ANSWER_TOKENS: z.coerce.number().int().min(1).max(1_024).optional(),
  /** Whether answers are kept for those who ask the same. */
  ANSWER_CACHE: z.enum(['on', 'off']).default('on'),
  /** JSON file of what decides in mode quote (`npm run fit:answers` makes one for a model); left out, the default model's. */
  DECISION_PARAMETERS: z.string().min(1).optional(),
  /** Name under which this worker claims and reports; must be its own. */
  WORKER_ID: z
    .string()
    .min(1)
    .default(() => `${hostname()}-${randomUUID().slice(0, 8)}`),
  /** Port of /healthz, /readyz and /metrics; left out or 0, there is none. */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Address that the health port listens on: 0.0.0.0 in a container. */
  HEALTH_HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(loggerEnv.levels).default('info'),
  /** Left out: readable on a terminal, JSON otherwise. */
  LOG_FORMAT: z.enum(loggerEnv.formats).optional(),
});

/** What this process may use: in a container its limit, if it has one. */
function memoryBytes(): number {
  const limit = process.constrainedMemory() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

export type WorkerEnv = z.infer<typeof envSchema>;

export const readEnv = (variables: NodeJS.ProcessEnv): WorkerEnv => readEnvironment(envSchema, variables);
