import { type AddedSource, documentBytes, errors, formatOfFile, knowledgeLimits } from '@frontdesk/protocol';
import { AdminError, adminRequest, sentenceOf } from '../requests/admin-request.ts';
import { cutText } from './cut-text.ts';

/**
 * Of a folder with more than may wait at a time, the rest comes when there is room. Files are imported in moments; but where many sites
 * import, minutes pass between two of one site's. Where no file has found room for so long, none is imported.
 */
const roomWithinMs = 3_600_000;
/** Doubled each time: with every try all of the file is sent. */
const roomAfterMs = 5_000;
const longestPauseMs = 60_000;

export interface UploadWatch {
  /** There is no room yet: what is left waits, while the page stays open. */
  onWaits: () => void;
  /** A file is there, or is not: with the sentence that says why. */
  onEnded: (failure: string | null) => Promise<void>;
}

/**
 * Uploads files one after the other, as new sources or in place of what a source had.
 * @param what.sourceId the source that takes them; left out: each is one of its own, but for those that `replaces` names a source for
 */
export async function uploadFiles(
  siteId: string,
  {
    files,
    sourceId,
    replaces = new Map(),
  }: { files: readonly File[]; sourceId?: string | undefined; replaces?: ReadonlyMap<string, string> },
  { onWaits, onEnded }: UploadWatch,
): Promise<void> {
  let roomUntilMs = Date.now() + roomWithinMs;
  const left = new Map(replaces);
  for (const file of files) {
    const place = sourceId ?? left.get(file.name);
    // Another one of that name, out of another folder, is a source of its own.
    left.delete(file.name);
    const failure = await uploadFile(siteId, file, { sourceId: place, roomUntilMs, onWaits });
    if (failure === null) roomUntilMs = Date.now() + roomWithinMs;
    await onEnded(failure);
  }
}

/**
 * What the gateway would refuse is not sent.
 * @returns null, or the sentence that says why not
 */
async function uploadFile(
  siteId: string,
  file: File,
  { sourceId, roomUntilMs, onWaits }: { sourceId: string | undefined; roomUntilMs: number; onWaits: () => void },
): Promise<string | null> {
  const format = formatOfFile(file.name);
  if (!format) return `${file.name}: ${errors.file_type_unknown.sentence}`;
  if (file.name.length > knowledgeLimits.titleChars)
    return `${cutText(file.name, 80)}: The file’s name may have up to ${knowledgeLimits.titleChars} characters.`;
  const most = documentBytes[format];
  if (file.size > most) return `${file.name} is too large: such files may have up to ${most / 2 ** 20} MB.`;
  const place = sourceId === undefined ? 'files' : `files/${sourceId}`;
  const path = `sites/${siteId}/${place}?name=${encodeURIComponent(file.name)}`;
  for (let tries = 0; ; tries++) {
    try {
      await adminRequest<AddedSource>(sourceId === undefined ? 'POST' : 'PUT', path, file);
      return null;
    } catch (error) {
      const waits = error instanceof AdminError && error.code === 'imports_waiting' && Date.now() < roomUntilMs;
      if (!waits) return `${file.name}: ${sentenceOf(error)}`;
      onWaits();
      const pauseMs = Math.min((error.retryAfterMs ?? roomAfterMs) * 2 ** tries, longestPauseMs);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
