import { type AddedSource, documentBytes, errors, formatOfFile, knowledgeLimits } from '@frontdesk/protocol';
import { AdminError, adminRequest, sentenceOf } from '../requests/admin-request.ts';
import { cutText } from './cut-text.ts';

/** Of a folder with more than may wait at a time, the rest comes when there is room: files are imported in moments. */
const triesForRoom = 60;
const roomAfterMs = 5_000;

/**
 * Uploads a file, as a new source or in place of what a source had. What the gateway would refuse is not sent.
 * @returns null, or the sentence that says why not
 */
export async function uploadFile(siteId: string, file: File, sourceId?: string): Promise<string | null> {
  const format = formatOfFile(file.name);
  if (!format) return `${file.name}: ${errors.file_type_unknown.sentence}`;
  if (file.name.length > knowledgeLimits.titleChars)
    return `${cutText(file.name, 80)}: The file’s name may have up to ${knowledgeLimits.titleChars} characters.`;
  const most = documentBytes[format];
  if (file.size > most) return `${file.name} is too large: such files may have up to ${most / 2 ** 20} MB.`;
  const place = sourceId === undefined ? 'files' : `files/${sourceId}`;
  const path = `sites/${siteId}/${place}?name=${encodeURIComponent(file.name)}`;
  for (let triesLeft = triesForRoom; ; triesLeft -= 1) {
    try {
      await adminRequest<AddedSource>(sourceId === undefined ? 'POST' : 'PUT', path, file);
      return null;
    } catch (error) {
      const waits = error instanceof AdminError && error.code === 'imports_waiting' && triesLeft > 0;
      if (!waits) return `${file.name}: ${sentenceOf(error)}`;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? roomAfterMs));
    }
  }
}
