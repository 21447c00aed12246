import type { WireError } from './error-code.ts';

/** What a Socket.IO acknowledgement carries: the data, or a coded error. An acknowledged error leaves the connection open. */
export type Result<T> = { ok: true; data: T } | { ok: false; error: WireError };
export type Ack<T> = (result: Result<T>) => void;
