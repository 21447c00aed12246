import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

/**
 * Asks llama.cpp, through node-llama-cpp, about a GGUF file: a reader, tokenizer and network that share no code with
 * ours. A child process with an IPC channel: its argument is the file; the parent sends one request
 * `{ texts, windows, skip, threads }` and gets one reply:
 * `ids`: each text's token ids, special tokens not parsed;
 * `logProbabilities`: for each window of ids, the natural logarithm of each token's probability after those before it,
 * from position `skip + 1` on.
 */
process.once('message', async ({ texts, windows, skip, threads }) => {
  const llama = await getLlama({
    build: 'never',
    gpu: false,
    skipDownload: true,
    maxThreads: threads,
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath: process.argv[2], gpuLayers: 0 });
  const ids = texts.map((text) => model.tokenize(text, false));

  const logProbabilities = [];
  if (windows.length > 0) {
    const contextSize = Math.max(...windows.map((window) => window.length));
    const context = await model.createContext({ contextSize, batchSize: contextSize, threads });
    const sequence = context.getSequence();
    for (const window of windows) {
      await sequence.clearHistory();
      logProbabilities.push(await evaluate(sequence, window, skip));
    }
    await context.dispose();
  }
  await model.dispose();
  await llama.dispose();
  process.send({ ids, logProbabilities }, () => process.disconnect());
});

async function evaluate(sequence, window, skip) {
  const items = window.map((token, position) => {
    const next = window[position + 1];
    if (position < skip || next === undefined) return token;
    // At temperature 0 the selected token is the one with the largest logit, which the total weight is relative to.
    // (includeMax would ask for it directly, but 3.22.0 adds it only if it is there already.)
    const logits = { filter: { tokens: [next], includeSelected: true } };
    return [token, { generateNext: { logits, totalLogitWeight: true, options: { temperature: 0 } } }];
  });
  const outputs = await sequence.controlledEvaluate(items);
  return window.slice(skip + 1).map((token, i) => {
    const { logits, totalLogitWeight } = outputs[skip + i].next;
    return logits.get(token) - Math.max(...logits.values()) - Math.log(totalLogitWeight);
  });
}
