import { prepareCudaLibraries } from './cuda/prepare-cuda-libraries.ts';
import { prepareEmbeddingModel } from './embedding/prepare-embedding-model.ts';
import { env } from './env.ts';
import { ModelError } from './model-error.ts';
import { prepareModel, type SourceOptions } from './prepare-model.ts';
import { ProgressPrinter } from './progress-printer.ts';

const commands: Record<string, (options: SourceOptions) => Promise<string>> = {
  prepare: async (options) => {
    const half = process.argv.includes('--half');
    const adapter = !process.argv.includes('--no-adapter');
    return (await prepareModel({ ...options, half, adapter, model: env.MODEL, modelFile: env.MODEL_FILE })).dir;
  },
  'prepare-embedding': async (options) =>
    (await prepareEmbeddingModel({ ...options, embeddingModel: env.EMBEDDING_MODEL })).dir,
  'prepare-cuda': prepareCudaLibraries,
};

/**
 * `cli.ts prepare` finds, or fetches and converts, the language model; `cli.ts prepare-embedding` does so with the model
 * that embeds texts; `cli.ts prepare-cuda` fetches what an NVIDIA GPU computes with. Prints its progress and at last `{"dir": …}`: one JSON object per line, or lines for people on a terminal. Exit code 1 and a message on the error output if it fails.
 */
async function main(): Promise<void> {
  const command = process.argv[2];
  const prepare = commands[command ?? ''];
  if (!prepare) {
    console.error(
      'usage: cli.ts prepare [--half] [--no-adapter]\n' +
        '                                  (MODEL=hf:owner/name[/folder][@revision] or MODEL=/folder for another model,\n' +
        '                                  MODEL_FILE=/path.gguf for a GGUF file; --half: in 16 bits, for a GPU;\n' +
        '                                  --no-adapter: the default model as published, not tuned)\n' +
        '       cli.ts prepare-embedding   (EMBEDDING_MODEL=hf:owner/name[/folder][@revision] or EMBEDDING_MODEL=/folder)\n' +
        '       cli.ts prepare-cuda        (ONNX Runtime with CUDA: 1.3 GB)\n' +
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
    printer.end({ dir: await prepare(options) });
  } catch (error) {
    if (!(error instanceof ModelError) && !abort.signal.aborted) throw error;
    console.error(abort.signal.aborted ? 'Stopped.' : (error as ModelError).message);
    process.exitCode = 1;
  }
}

await main();
