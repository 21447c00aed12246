/** What `prepareModel` is doing, for a person to watch. */
export type PrepareProgress =
  /** Bytes of the wheel that are there, of so many; the rate is that of the last seconds. */
  | { step: 'download'; bytes: number; total: number; bytesPerSecond: number }
  /** An attempt failed for a reason that may pass; the next one begins after the wait. */
  | { step: 'retry'; attempt: number; attempts: number; waitMs: number; reason: string }
  | { step: 'unpack'; bytes: number; total: number }
  | { step: 'convert'; layers: number; total: number }
  /** Another process prepares the same model; this one uses what it makes. */
  | { step: 'wait' }
  /** A damaged folder is made anew. */
  | { step: 'rebuild'; reason: string };

export type OnProgress = (progress: PrepareProgress) => void;
