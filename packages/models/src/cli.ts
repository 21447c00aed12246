import { prepareEmbeddingModel } from './embedding/prepare-embedding-model.ts';
import { env } from './env.ts';
import { ModelError } from './model-error.ts';
import { prepareModel, type SourceOptions } from './prepare-model.ts';
import { ProgressPrinter } from './progress-printer.ts';

/**
 * `cli.ts prepare` finds, or fetches and converts, the language model; `cli.ts prepare-embedding` does so with the model
 * that embeds texts. Prints its progress and at last `{"dir": …}`: one JSON object per line, or lines for people on a terminal. Exit code 1 and a message on the error output if it fails.
 */
async function main(): Promise<void> {
  const command = process.argv[2];
  if (command !== 'prepare' && command !== 'prepare-embedding') {
    console.error(
      'usage: cli.ts prepare             (MODEL=hf:owner/name[@revision] or MODEL=/folder for another model,\n' +
        '                                  MODEL_FILE=/path.gguf for a GGUF file)\n' +
        '       cli.ts prepare-embedding   (EMBEDDING_MODEL=hf:owner/name[@revision] or EMBEDDING_MODEL=/folder)\n' +
        'FRONTDESK_CACHE=/dir keeps models there.',
    );
    process.exitCode = 2;
    return;
  }
  const abort = new AbortController();
  // pip must not outlive us, whether a terminal, a supervisor or its end stops us.
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(event, () => abort.abort());
  // Listening for the parent's end must not keep us alive.
  process.channel?.unref();
  const printer = new ProgressPrinter(process.stdout);
  try {
    const options: SourceOptions = {
      cacheDir: env.FRONTDESK_CACHE,
      onProgress: (progress) => printer.print(progress),
      signal: abort.signal,
    };
    const { dir } =
      command === 'prepare'
        ? await prepareModel({ ...options, model: env.MODEL, modelFile: env.MODEL_FILE })
        : await prepareEmbeddingModel({ ...options, embeddingModel: env.EMBEDDING_MODEL });
    printer.end({ dir });
  } catch (error) {
    if (!(error instanceof ModelError) && !abort.signal.aborted) throw error;
    console.error(abort.signal.aborted ? 'Stopped.' : (error as ModelError).message);
    process.exitCode = 1;
  }
}

await main();
