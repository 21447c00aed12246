import { execFile } from 'node:child_process';

/** A command that runs pip: the program and its first arguments. */
export type PipCommand = readonly [program: string, ...args: string[]];

/** In the order in which they are tried. */
const CANDIDATES: readonly PipCommand[] = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];

const TIMEOUT_MS = 30_000;

/** The first way to pip that works on this machine, or why none does. */
export async function findPip(
  candidates: readonly PipCommand[] = CANDIDATES,
): Promise<{ command: PipCommand } | { failures: string[] }> {
  const failures: string[] = [];
  for (const command of candidates) {
    const failure = await tryVersion(command);
    if (failure === undefined) return { command };
    failures.push(`${command.join(' ')}: ${failure}`);
  }
  return { failures };
}

function tryVersion([program, ...args]: PipCommand): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, [...args, '--version'], { timeout: TIMEOUT_MS }, (error, _stdout, stderr) => {
      if (!error) return resolve(undefined);
      if (error.code === 'ENOENT') return resolve('not installed');
      resolve(stderr.trim().split('\n').at(-1) || error.message);
    });
  });
}
