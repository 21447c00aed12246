import type { DocumentReader } from '@frontdesk/knowledge';

/** Imports come in flocks, and a reader's process takes longer to start than most files take to read. */
const idleMs = 10_000;

/**
 * Opens readers for one import after the other, all on one process, which ends when nothing was imported for a while. A
 * reader that is closed while it reads ends the process: that is how a stopped import stops reading.
 */
export function keepReader(open: () => DocumentReader): {
  open(): DocumentReader;
  close(): Promise<void>;
} {
  let kept: DocumentReader | undefined;
  let idle: NodeJS.Timeout | undefined;
  const end = async () => {
    clearTimeout(idle);
    const ending = kept;
    kept = undefined;
    await ending?.close();
  };
  return {
    open: () => {
      clearTimeout(idle);
      kept ??= open();
      const reader = kept;
      let reading = 0;
      return {
        read: async (source) => {
          reading += 1;
          try {
            return await reader.read(source);
          } finally {
            reading -= 1;
          }
        },
        close: async () => {
          clearTimeout(idle);
          if (reading > 0) await end();
          else idle = setTimeout(() => void end(), idleMs);
        },
      };
    },
    close: end,
  };
}
