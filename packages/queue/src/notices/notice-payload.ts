import { isForWorkers, type Notice, readNotice, type WorkerNotice } from '@frontdesk/protocol';

/** A notice as it travels: without its text where that would not fit, so that the reader fetches it from the log. */
export function toPayload(value: Notice, maxBytes: number): string {
  const payload = JSON.stringify(value);
  if (Buffer.byteLength(payload) <= maxBytes) return payload;
  if (value.kind !== 'words') throw new Error(`a notice of kind ${value.kind} is too long`);
  return JSON.stringify({ ...value, text: null });
}

/**
 * @returns null for a notice of a kind that only a newer version knows
 * @throws when the payload is not a notice
 */
export function fromPayload(payload: string): Notice | null {
  return readNotice(JSON.parse(payload));
}

/** Gives a payload on as the notice that it is, or reports that it is none; a kind that is not known is left out. */
export function receive(payload: string, onNotice: (notice: Notice) => void, onError: (error: unknown) => void): void {
  let received: Notice | null;
  try {
    received = fromPayload(payload);
  } catch (error) {
    onError(error);
    return;
  }
  if (received) onNotice(received);
}

/** Takes from what workers hear what is meant for them. */
export const forWorkers =
  (onOrder: (order: WorkerNotice) => void) =>
  (notice: Notice): void => {
    if (isForWorkers(notice)) onOrder(notice);
  };
