import { type Notice, readNotice } from '@frontdesk/protocol';

/** PostgreSQL refuses a NOTIFY payload of 8,000 bytes or more. */
export const maxPayloadBytes = 7_999;

/** A notice as it travels: without its text where that would not fit, so that the reader fetches it from the log. */
export function toPayload(value: Notice): string {
  const payload = JSON.stringify(value);
  if (Buffer.byteLength(payload) <= maxPayloadBytes) return payload;
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
