// What Linux says of a process under /proc.

/** Ticks of a second, the same on every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

export interface ProcessStat {
  pid: number;
  parent: number;
  /** Processor time of its own, and of its children that have ended and were waited for, in seconds. */
  ownSeconds: number;
  endedChildrenSeconds: number;
}

/** Reads `/proc/<pid>/stat`. */
export function parseStat(text: string): ProcessStat {
  // The command's name, in parentheses, may hold anything: the fixed fields begin after the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (field: number) => Number(fields[field - 3]);
  return {
    pid: Number.parseInt(text, 10),
    parent: number(4),
    ownSeconds: (number(14) + number(15)) / ticksPerSecond,
    endedChildrenSeconds: (number(16) + number(17)) / ticksPerSecond,
  };
}

/**
 * Memory of a process in bytes, from `/proc/<pid>/smaps_rollup` (pages that several processes share count in parts) or
 * from `/proc/<pid>/status` (they count whole). NaN where neither is there.
 */
export function parseMemory(text: string): number {
  const kibibytes = /^(?:Pss|VmRSS):\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? Number.NaN : Number(kibibytes) * 1_024;
}

/** Processor seconds of a server and all its processes: what those that have ended took does not get lost. */
export function familySeconds(pid: number, all: readonly ProcessStat[]): number {
  return all.reduce((sum, { pid: other, parent, ownSeconds, endedChildrenSeconds }) => {
    if (other === pid) return sum + ownSeconds + endedChildrenSeconds;
    return parent === pid ? sum + ownSeconds : sum;
  }, 0);
}
