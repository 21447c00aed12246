import type { AttachmentOwner, Database } from '@frontdesk/database';
import { type Attachment, CodedError } from '@frontdesk/protocol';
import type { FastifyRequest } from 'fastify';
import { cleanFileName } from './file-name.ts';
import type { FileStore } from './file-store.ts';
import { receiveFile } from './receive-file.ts';
import type { UploadsRoom } from './uploads-room.ts';

/** Takes the file that is a request's body. @throws CodedError as `receiveFile`, and `bad_request` where the request broke off */
export async function receiveUpload(
  request: FastifyRequest,
  { database, fileStore, room }: { database: Database; fileStore: FileStore; room: UploadsRoom },
  owner: AttachmentOwner,
  name: string,
): Promise<Attachment> {
  const announced = request.headers['content-length'];
  return receiveFile({ database, files: fileStore, room }, owner, {
    name: cleanFileName(name),
    announcedBytes: announced === undefined ? undefined : Number(announced),
    // What is refused must not end the connection: the refusal is still to be read there.
    content: request.raw.iterator({ destroyOnReturn: false }),
  }).catch((error: unknown) => {
    request.raw.resume();
    throw request.raw.readableAborted ? new CodedError('bad_request', { cause: error }) : error;
  });
}
