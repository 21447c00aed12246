import { readFileSync } from 'node:fs';

/**
 * Bytes of memory that no file has: what grows where something leaks. Pages of programs and models go when the system wants
 * them for somebody else, and come again when they are read. Elsewhere than on Linux all that the process has in memory.
 */
export function ownMemory(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kibibytes = [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)].map(([, count]) => Number(count));
    if (kibibytes.length > 0) return 1024 * kibibytes.reduce((sum, one) => sum + one, 0);
  } catch {
    // There is no such file.
  }
  return process.memoryUsage().rss;
}
