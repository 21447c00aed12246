import { runTypeScript } from './command.mjs';

/**
 * Finds, fetches and converts the language model, all that is not done yet. `MODEL_DIR` names a prepared model instead.
 *
 * @param {(progress: string) => void} report
 * @returns {Promise<string>} the prepared model's folder
 * @throws {OperatorError} with what was tried and what to do, when it cannot be had
 */
export async function prepareModel(report) {
  if (process.env.MODEL_DIR) return process.env.MODEL_DIR;
  const tell = progressTeller(report, () => performance.now());
  let dir;
  await runTypeScript('packages/models/src/cli.ts', ['prepare'], {
    title: 'preparing the model',
    onLine: (line) => {
      const message = JSON.parse(line);
      if (message.dir) dir = message.dir;
      else tell(message);
    },
  });
  return dir;
}

/**
 * Turns progress messages into words, with a rate for what counts bytes.
 *
 * @param {(progress: string) => void} report
 * @param {() => number} now milliseconds
 * @returns {(message: { step: string, bytes?: number, total?: number }) => void}
 */
export function progressTeller(report, now) {
  let step;
  let startedAt = 0;
  let startBytes = 0;
  return (message) => {
    const { bytes, total } = message;
    if (message.step !== step) {
      step = message.step;
      startedAt = now();
      startBytes = bytes ?? 0;
    }
    if (bytes === undefined) return report(step);
    const seconds = (now() - startedAt) / 1000;
    const rate = seconds > 0.2 ? `, ${megabytes((bytes - startBytes) / seconds)} MB/s` : '';
    report(`${step} ${megabytes(bytes)}${total ? ` of ${megabytes(total)}` : ''} MB${rate}`);
  };
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
