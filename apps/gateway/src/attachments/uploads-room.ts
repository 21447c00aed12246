import { type Database, readAttachmentBytes } from '@frontdesk/database';
import { attachmentLimits, CodedError } from '@frontdesk/protocol';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';
import type { FileStore } from './file-store.ts';

const everyMs = 30_000;
/** Of the disk: below that it is as good as full, and others may write there too. */
const leastFree = 0.05;
/** Of what all may take up, where there are several sites: no one of them keeps files from the others. */
const siteShare = 0.5;

/** What is known of the room for files. */
export interface RoomLook {
  /** Bytes that the files of each site take up; every site is in it. */
  sites: ReadonlyMap<string, number>;
  /** Of the disk that they are on, from 0 to 1; NaN where it does not say. */
  freeShare: number;
}

/** Whether any site's file of up to `bytes` may come. @param mostBytes of all files together */
export function hasRoom({ sites, freeShare }: RoomLook, bytes: number, mostBytes: number): boolean {
  return usedBytes(sites) + bytes <= mostBytes && !(freeShare < leastFree);
}

/** Whether the site has less than its share. @param mostBytes of all files together */
export function siteHasRoom({ sites }: RoomLook, siteId: string, bytes: number, mostBytes: number): boolean {
  return (sites.get(siteId) ?? 0) + bytes <= (sites.size > 1 ? siteShare : 1) * mostBytes;
}

const usedBytes = (sites: RoomLook['sites']): number => [...sites.values()].reduce((sum, bytes) => sum + bytes, 0);

/** The room that the files of an installation have. */
export interface UploadsRoom {
  /** Resolves when it is known. @throws when the store can't be reached */
  look(): Promise<void>;
  /**
   * Takes up room for a file that is about to come, and is in the store already.
   * @returns gives it back, once the file is no longer in the store
   * @throws CodedError `uploads_full`
   */
  take(siteId: string, bytes: number): () => void;
  close(): Promise<void>;
}

export interface UploadsRoomOptions {
  database: Database;
  fileStore: Pick<FileStore, 'freeShare'>;
  mostBytes: number;
  metrics: Pick<GatewayMetrics, 'uploadsBytes' | 'uploadsLimit' | 'uploadsFree'>;
  logger: Logger;
}

/**
 * Looks every half minute how much room is left; until then what comes here is added to what was found. Warns once when there
 * is none any more, for all or for a site.
 */
export function watchUploadsRoom({ database, fileStore, mostBytes, metrics, logger }: UploadsRoomOptions): UploadsRoom {
  let sites = new Map<string, number>();
  let freeShare = Number.NaN;
  let warned: ReadonlySet<string> = new Set();
  metrics.uploadsLimit.set(mostBytes);

  async function look(): Promise<void> {
    [sites, freeShare] = await Promise.all([readAttachmentBytes(database), fileStore.freeShare()]);
    metrics.uploadsBytes.set(usedBytes(sites));
    metrics.uploadsFree.set(freeShare);
    warn();
  }

  function warn(): void {
    const bytes = attachmentLimits.bytes;
    const isFull = !hasRoom({ sites, freeShare }, bytes, mostBytes);
    const fullSites = [...sites.keys()].filter((id) => !siteHasRoom({ sites, freeShare }, id, bytes, mostBytes));
    const used = { usedBytes: usedBytes(sites), mostBytes, freeShare };
    if (isFull && !warned.has('all')) logger.warn(used, 'there is no room for files: UPLOADS_GB, or the disk');
    for (const siteId of fullSites) {
      if (warned.has(siteId)) continue;
      logger.warn({ siteId, siteBytes: sites.get(siteId), mostBytes }, 'the files of a site have no room: UPLOADS_GB');
    }
    warned = new Set([...(isFull ? ['all'] : []), ...fullSites]);
  }

  const add = (siteId: string, bytes: number) => sites.set(siteId, Math.max(0, (sites.get(siteId) ?? 0) + bytes));
  const stop = repeat(everyMs, look, (error) => logger.error({ error }, 'what room files have could not be read'));
  return {
    look,
    take: (siteId, bytes) => {
      const last = { sites, freeShare };
      const fits = hasRoom(last, bytes, mostBytes) && siteHasRoom(last, siteId, bytes, mostBytes);
      if (!fits) throw new CodedError('uploads_full');
      add(siteId, bytes);
      return () => add(siteId, -bytes);
    },
    close: stop,
  };
}
