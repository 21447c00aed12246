import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../../scripts/stack/stack-types.ts';
import { startTemporaryStack } from '../../scripts/stack/temporary-stack.mjs';
import { preparedDir } from '../bench/command.ts';

export type { Stack };

const logs = join(import.meta.dirname, '../../.bench');

interface Options {
  /** Of the log's file and the temporary folder. */
  name: string;
  workers?: number;
  /** Added to the environment of gateway, workers and web. */
  env?: Record<string, string>;
  /** Added to the environment of one worker; `number` counts from 1. */
  workerEnv?: (number: number) => Record<string, string>;
  /** Gets each line that a part writes, too. */
  onLine?: (part: string, line: string) => void;
  /** Ends the stack, also while it starts. */
  signal?: AbortSignal;
}

/**
 * Starts the whole product on free ports with data of its own, gone when it stops, on the models in `MODEL_DIR`
 * and `EMBEDDING_DIR`. What its parts write goes to `.bench/<name>.log`. `npm run` makes ready what this needs.
 */
export async function startStack({ name, workers, env, workerEnv, onLine, signal }: Options): Promise<Stack> {
  const modelDir = preparedDir('MODEL_DIR');
  mkdirSync(logs, { recursive: true });
  const file = createWriteStream(join(logs, `${name}.log`));
  return startTemporaryStack({
    name,
    modelDir,
    embeddingDir: process.env.EMBEDDING_DIR,
    ...(workers ? { workers } : {}),
    ...(signal ? { signal } : {}),
    env: { LOG_FORMAT: 'json', ...env },
    ...(workerEnv ? { workerEnv } : {}),
    log: (part, line) => {
      file.write(`${part} ${line}\n`);
      onLine?.(part, line);
    },
  });
}
