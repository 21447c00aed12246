// What the commands of this folder do around their measurements.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

/** Above, somebody else wants the cores, and every figure is about both. */
const quietLoad = 0.5;

export const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
/** What the machine did before this command began. */
export const [loadBefore = 0] = loadavg();

export function warnIfBusy(): void {
  if (loadBefore <= quietLoad) return;
  console.error(`The machine is busy (load ${loadBefore.toFixed(1)}): figures will be about others too.`);
}

/** Reads a flag. @throws Error that says what it takes */
export function integer(name: string, value: string, least: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) throw new Error(`--${name} takes a whole number from ${least} on`);
  return number;
}

/** A folder with models that `npm run` names. @throws Error where this was started without it */
export function preparedDir(name: 'MODEL_DIR' | 'EMBEDDING_DIR'): string {
  const dir = process.env[name];
  if (!dir) throw new Error(`${name} is not set: start this through \`npm run\`, which prepares the models`);
  return dir;
}

/** Aborts when this process is asked to end. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort(name));
  return stopping.signal;
}

/** Says what is done now. */
export function progress(what: string): void {
  console.error(`${new Date().toTimeString().slice(0, 8)} ${what}`);
}

/** Writes what was found out. @returns the file */
export async function keep(name: string, content: string): Promise<string> {
  await mkdir('.bench', { recursive: true });
  await writeFile(`.bench/${name}`, content);
  return `.bench/${name}`;
}

/** Fails this command where targets are missed. */
export function judge(misses: readonly string[]): void {
  for (const miss of misses) console.error(`falls short: ${miss}`);
  if (misses.length > 0) process.exitCode = 1;
  else console.log('all targets met');
}
