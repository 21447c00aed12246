import { type ChatStorage, createMemoryStorage } from '@frontdesk/chat';

/**
 * For a frame that may store nothing: memory, but for one key that the host page keeps for the life of its tab. Only that
 * one, the visitor's token, leaves the frame; unsent texts do not.
 */
export function createHostKeptStorage(
  keptKey: string,
  kept: string | null,
  keep: (value: string | null) => void,
): ChatStorage {
  const memory = createMemoryStorage();
  if (kept !== null) memory.set(keptKey, kept);
  return {
    ...memory,
    set(key, value) {
      memory.set(key, value);
      if (key === keptKey) keep(value);
    },
    remove(key) {
      memory.remove(key);
      if (key === keptKey) keep(null);
    },
  };
}
