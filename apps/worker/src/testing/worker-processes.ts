import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PreparedModel } from '@frontdesk/models';
import type { Servers } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Workers as processes of their own, by their ids. */
export class WorkerProcesses {
  readonly #children = new Map<string, ChildProcess>();

  /** Starts a worker and waits until it takes jobs. */
  async start(
    workerId: string,
    model: PreparedModel,
    { servers = testServers, env = {} }: { servers?: Servers; env?: Record<string, string> } = {},
  ): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      env: {
        ...process.env,
        DATABASE_URL: servers.databaseUrl,
        REDIS_URL: servers.redisUrl,
        MODEL_DIR: model.dir,
        WORKER_ID: workerId,
        THREADS: '1',
        LOG_FORMAT: 'json',
        LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#children.set(workerId, child);
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the worker ended with code ${code}`))),
    ]);
    if (!(message as { ready?: true }).ready) throw new Error('a worker says first that it is ready');
  }

  /** @returns the exit code, null when a signal ended it */
  async end(workerId: string, signal: NodeJS.Signals): Promise<number | null> {
    const child = this.forget(workerId);
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = await exited;
    return code;
  }

  /** Leaves a worker to whoever asks for it. */
  forget(workerId: string): ChildProcess {
    const child = this.#children.get(workerId);
    if (!child) throw new Error(`no worker ${workerId}`);
    this.#children.delete(workerId);
    return child;
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#children.keys()].map((id) => this.end(id, 'SIGKILL')));
  }
}
