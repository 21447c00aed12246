import { type Database, readAttachmentBytes } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';
import type { FileStore } from './file-store.ts';

const everyMs = 30_000;
/** Of the disk: below that it is as good as full, and others may write there too. */
const leastFree = 0.05;

/** What is known of the room for files. */
export interface RoomLook {
  /** That the files of all sites take up together. */
  usedBytes: number;
  /** Of the disk that they are on, from 0 to 1; NaN where it does not say. */
  freeShare: number;
}

/** Whether a file of up to `bytes` may come. @param mostBytes of all files together */
export function hasRoom({ usedBytes, freeShare }: RoomLook, bytes: number, mostBytes: number): boolean {
  return usedBytes + bytes <= mostBytes && !(freeShare < leastFree);
}

/** The room that the files of an installation have. */
export interface UploadsRoom {
  /** Resolves when it is known. @throws when the store can't be reached */
  look(): Promise<void>;
  /** Takes up room for a file that is about to come. @throws CodedError `attachment_limit` */
  take(bytes: number): void;
  close(): Promise<void>;
}

export interface UploadsRoomOptions {
  database: Database;
  fileStore: Pick<FileStore, 'freeShare'>;
  mostBytes: number;
  metrics: Pick<GatewayMetrics, 'uploadsBytes' | 'uploadsLimit' | 'uploadsFree'>;
  logger: Logger;
}

/** Looks every half minute how much room is left; until then what comes here is added to what was found. */
export function watchUploadsRoom({ database, fileStore, mostBytes, metrics, logger }: UploadsRoomOptions): UploadsRoom {
  let last: RoomLook = { usedBytes: 0, freeShare: Number.NaN };
  metrics.uploadsLimit.set(mostBytes);

  async function look(): Promise<void> {
    const [usedBytes, freeShare] = await Promise.all([readAttachmentBytes(database), fileStore.freeShare()]);
    last = { usedBytes, freeShare };
    metrics.uploadsBytes.set(usedBytes);
    metrics.uploadsFree.set(freeShare);
  }

  const stop = repeat(everyMs, look, (error) => logger.error({ error }, 'what room files have could not be read'));
  return {
    look,
    take: (bytes) => {
      if (!hasRoom(last, bytes, mostBytes)) throw new CodedError('attachment_limit');
      last = { ...last, usedBytes: last.usedBytes + bytes };
    },
    close: stop,
  };
}
