import { randomBytes } from 'node:crypto';

/**
 * A UUID of version 7 (RFC 9562), as Prisma makes for its own inserts: 48 bits of milliseconds, then random bits. Rows
 * that are made together stay together in the index.
 */
export function timeOrderedId(nowMs = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
