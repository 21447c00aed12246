import { type Attachment, attachmentLimits, attachmentName, errors } from '@frontdesk/protocol';
import { adminRequest, sentenceOf } from '../../requests/admin-request.ts';

/** A file of the next reply. */
export interface ReplyFile {
  key: string;
  name: string;
  /** Null while it is on its way, or where it was refused. */
  attachment: Attachment | null;
  problem: string | null;
}

/**
 * The files of the next reply: uploaded as soon as they are chosen, given up where they are taken out again. What is on its way
 * goes on while another conversation is looked at.
 */
export function replyFiles(
  place: { siteId: string; conversationId: string },
  files: readonly ReplyFile[],
  setFiles: (next: (before: readonly ReplyFile[]) => readonly ReplyFile[]) => void,
) {
  const path = `sites/${place.siteId}/conversations/${place.conversationId}/attachments`;
  const change = (key: string, part: Partial<ReplyFile>) =>
    setFiles((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const upload = async (key: string, file: File) => {
    if (file.size > attachmentLimits.bytes) {
      change(key, { problem: errors.attachment_too_large.sentence });
      return;
    }
    try {
      const name = encodeURIComponent(attachmentName(file.name));
      const attachment = await adminRequest<Attachment>('POST', `${path}?name=${name}`, file);
      // Taken out meanwhile: the gateway gives it up by itself within a day.
      change(key, { attachment });
    } catch (error) {
      change(key, { problem: sentenceOf(error) });
    }
  };
  const giveUp = ({ attachment }: ReplyFile) => {
    if (attachment) void adminRequest('DELETE', `${path}/${attachment.id}`).catch(() => undefined);
  };

  return {
    add(chosen: readonly File[]) {
      const room = attachmentLimits.perMessage - files.length;
      const added = chosen.map((file, index) => ({
        ...{ file, key: crypto.randomUUID(), name: file.name, attachment: null },
        problem: index < room ? null : errors.attachments_too_many.sentence,
      }));
      setFiles((before) => [...before, ...added.map(({ file: _, ...one }) => one)]);
      for (const { key, file, problem } of added) if (problem === null) void upload(key, file);
    },
    remove(key: string) {
      const gone = files.find((one) => one.key === key);
      if (gone) giveUp(gone);
      setFiles((before) => before.filter((one) => one.key !== key));
    },
  };
}
