import { createHash } from 'node:crypto';
import {
  type AttachmentOwner,
  type Database,
  deleteUnsentAttachment,
  finishAttachment,
  reserveAttachment,
} from '@frontdesk/database';
import { type Attachment, attachmentLimits, CodedError } from '@frontdesk/protocol';
import type { FileStore } from './file-store.ts';
import { TypeDetector } from './file-type.ts';
import type { UploadsRoom } from './uploads-room.ts';

export interface ReceiveOptions {
  database: Database;
  files: FileStore;
  room: Pick<UploadsRoom, 'take'>;
}

/**
 * Takes a file as it streams in: never more of it than a file may have, never the whole of it in memory.
 * @param upload `announcedBytes` is what the request says of its length, if it does
 * @throws CodedError `token_invalid`, `visitor_blocked`, `attachment_limit`, `uploads_full`, `attachment_too_large`,
 *   `attachment_empty`, `attachment_type`; then nothing of it is left
 */
export async function receiveFile(
  { database, files, room }: ReceiveOptions,
  owner: AttachmentOwner,
  upload: { name: string; announcedBytes: number | undefined; content: AsyncIterable<Uint8Array> },
): Promise<Attachment> {
  const { name, announcedBytes = attachmentLimits.bytes } = upload;
  if (announcedBytes > attachmentLimits.bytes) throw new CodedError('attachment_too_large');
  const id = await reserveAttachment(database, { ...owner, name, bytes: announcedBytes });
  let giveBack: (() => void) | undefined;
  try {
    giveBack = room.take(owner.siteId, announcedBytes);
    const found = await store(files, id, upload.content);
    if (!(await finishAttachment(database, { siteId: owner.siteId, id, ...found }))) {
      await files.remove(id);
      throw new CodedError('attachment_unknown');
    }
    return { id, name, type: found.type, bytes: found.bytes };
  } catch (error) {
    // The row's deletion has what there is of its bytes removed.
    await deleteUnsentAttachment(database, owner, id);
    giveBack?.();
    throw error;
  }
}

async function store(files: FileStore, id: string, content: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  const detector = new TypeDetector();
  let bytes = 0;
  let type: string | null = null;

  async function* checked() {
    for await (const chunk of content) {
      bytes += chunk.length;
      if (bytes > attachmentLimits.bytes) throw new CodedError('attachment_too_large');
      hash.update(chunk);
      detector.add(chunk);
      yield chunk;
    }
    if (bytes === 0) throw new CodedError('attachment_empty');
    type = await detector.end();
    if (type === null) throw new CodedError('attachment_type');
  }

  await files.write(id, checked());
  return { bytes, type: type ?? '', sha256: hash.digest('hex') };
}
