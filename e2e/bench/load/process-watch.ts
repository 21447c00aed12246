import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import type { UsageSample } from './measured.ts';
import { familySeconds, type ProcessStat, parseMemory, parseStat } from './process-usage.ts';

/** A process that is looked at. */
export interface Watched {
  name: string;
  /** Undefined while there is none. */
  pid(): number | undefined;
  /** A server with a process for each connection: they belong to it. */
  hasFamily?: boolean;
}

/** What the whole machine does, this program's work and that of others. */
const machineName = 'machine';

const everyMs = 2_000;
/** Reading memory makes the system walk through all of its pages. */
const memoryEveryMs = 20_000;

/**
 * Looks at processes every two seconds until it is ended: processor time, and now and then memory. Elsewhere than on Linux
 * only at the machine as a whole.
 */
export class ProcessWatch {
  readonly usage: UsageSample[] = [];
  /** Most that was seen, in bytes. */
  readonly memoryBytes: Record<string, number> = {};
  readonly #watched: readonly Watched[];
  readonly #startedAtMs: number;
  readonly #timer: NodeJS.Timeout;
  #seconds = new Map<string, number>();
  #lastMs = Number.NaN;
  #memoryMs = Number.NEGATIVE_INFINITY;
  #busy = false;

  /** @param startedAtMs what the samples' times count from, on performance.now()'s clock */
  constructor(watched: readonly Watched[], startedAtMs: number) {
    this.#watched = process.platform === 'linux' ? watched : [];
    this.#startedAtMs = startedAtMs;
    this.#timer = setInterval(() => void this.#look(), everyMs);
    void this.#look();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const now = performance.now();
      const seconds = await this.#readSeconds();
      const cores: Record<string, number> = {};
      for (const [name, total] of seconds) {
        const before = this.#seconds.get(name);
        // A process that was started again counts from its start.
        if (before !== undefined)
          cores[name] = (total < before ? total : total - before) / ((now - this.#lastMs) / 1_000);
      }
      if (Object.keys(cores).length > 0) this.usage.push({ atMs: now - this.#startedAtMs, cores });
      this.#seconds = seconds;
      this.#lastMs = now;
      if (now - this.#memoryMs >= memoryEveryMs) {
        this.#memoryMs = now;
        await this.#readMemory();
      }
    } finally {
      this.#busy = false;
    }
  }

  async #readSeconds(): Promise<Map<string, number>> {
    const seconds = new Map<string, number>();
    const { all, running } = await this.#readRunning();
    for (const { name, own, hasFamily } of running) {
      const stat = hasFamily ? undefined : await readStat(own);
      if (hasFamily) seconds.set(name, familySeconds(own, all));
      else if (stat) seconds.set(name, stat.ownSeconds);
    }
    seconds.set(machineName, machineSeconds());
    return seconds;
  }

  /** What is watched and there now; and all processes of the machine, where some of these have families. */
  async #readRunning() {
    const all = this.#watched.some(({ hasFamily }) => hasFamily) ? await readAllStats() : [];
    const running = this.#watched.flatMap(({ name, pid, hasFamily }) => {
      const own = pid();
      return own === undefined ? [] : [{ name, own, hasFamily }];
    });
    return { all, running };
  }

  async #readMemory(): Promise<void> {
    const { all, running } = await this.#readRunning();
    for (const { name, own, hasFamily } of running) {
      const family = hasFamily ? all.filter(({ parent }) => parent === own).map((child) => child.pid) : [];
      let bytes = 0;
      for (const one of [own, ...family]) bytes += await readMemory(one);
      this.memoryBytes[name] = Math.max(bytes, this.memoryBytes[name] ?? 0);
    }
  }
}

export function coresOfMachine(): number {
  return availableParallelism();
}

function machineSeconds(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1_000;
}

async function readAllStats(): Promise<ProcessStat[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readStat(Number(pid))));
  return stats.filter((stat) => stat !== undefined);
}

/** Undefined where the process has ended. */
async function readStat(pid: number): Promise<ProcessStat | undefined> {
  return readFile(`/proc/${pid}/stat`, 'utf8').then(parseStat, () => undefined);
}

/** 0 where the process has ended, or nobody may look at it. */
async function readMemory(pid: number): Promise<number> {
  for (const name of ['smaps_rollup', 'status']) {
    const bytes = await readFile(`/proc/${pid}/${name}`, 'utf8').then(parseMemory, () => Number.NaN);
    if (!Number.isNaN(bytes)) return bytes;
  }
  return 0;
}
