import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

/**
 * llama.cpp's side of the engine's benchmark: a child process with an IPC channel. Its arguments are a GGUF file, the
 * number of threads, of sequences, and the tokens that each may have. Requests, each with one reply:
 * `{ kind: 'decode', prompts, tokens, temperature }`: all prompts read, then `tokens` of each generated in one batch;
 * tokens per second of all together. A prompt that a sequence holds already is not read again.
 * `{ kind: 'prefill', prompt }`: tokens per second.
 */
const [path, threads, sequences, capacity] = process.argv.slice(2);
const llama = await getLlama({
  build: 'never',
  gpu: false,
  skipDownload: true,
  maxThreads: Number(threads),
  logLevel: LlamaLogLevel.error,
});
const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 });
const context = await model.createContext({
  sequences: Number(sequences),
  contextSize: Number(capacity),
  batchSize: 512,
  threads: Number(threads),
});
const slots = Array.from({ length: Number(sequences) }, () => ({ sequence: context.getSequence(), held: undefined }));

process.on('message', async (request) => process.send(await (request.kind === 'decode' ? decode : prefill)(request)));
process.on('disconnect', () => process.exit());
process.send('ready');

async function decode({ prompts, tokens, temperature }) {
  const used = slots.slice(0, prompts.length);
  for (const [i, slot] of used.entries()) await read(slot, prompts[i]);
  const options = { temperature, topP: 0.9, topK: 0, minP: 0, seed: 1, yieldEogToken: true };
  const streams = used.map(({ sequence }, i) => sequence.evaluate([prompts[i].at(-1)], options));
  // The first token of each starts the clock: from then on all decode together.
  await Promise.all(streams.map((stream) => stream.next()));
  const started = performance.now();
  await Promise.all(
    streams.map(async (stream) => {
      for (let i = 0; i < tokens; i++) await stream.next();
    }),
  );
  const ms = performance.now() - started;
  await Promise.all(streams.map((stream) => stream.return()));
  return (prompts.length * tokens * 1000) / ms;
}

async function prefill({ prompt }) {
  const [slot] = slots;
  slot.held = undefined;
  await slot.sequence.clearHistory();
  const started = performance.now();
  await slot.sequence.evaluateWithoutGeneratingNewTokens(prompt);
  const perSecond = (prompt.length * 1000) / (performance.now() - started);
  await slot.sequence.clearHistory();
  return perSecond;
}

/** Brings a sequence to all of `prompt` but its last token. */
async function read(slot, prompt) {
  const { sequence } = slot;
  const wanted = prompt.slice(0, -1);
  if (slot.held === String(wanted)) {
    await sequence.eraseContextTokenRanges([{ start: wanted.length, end: sequence.nextTokenIndex }]);
    return;
  }
  await sequence.clearHistory();
  await sequence.evaluateWithoutGeneratingNewTokens(wanted);
  slot.held = String(wanted);
}
