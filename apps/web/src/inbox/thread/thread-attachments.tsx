import { fileSize } from '@frontdesk/chat/file-size';
import { type Attachment, isPicture } from '@frontdesk/protocol';
import { Download, FileText } from 'lucide-react';

/** The files of a message: pictures open in a tab of their own, everything else is saved. */
export function ThreadAttachments({ siteId, attachments }: { siteId: string; attachments: readonly Attachment[] }) {
  return (
    <ul aria-label="Files" className="mt-1.5 flex flex-wrap gap-2">
      {attachments.map((one) => {
        const address = `/v1/admin/sites/${siteId}/attachments/${one.id}`;
        return (
          <li key={one.id} className="max-w-full">
            {isPicture(one.type) ? (
              <a
                href={address}
                target="_blank"
                rel="noopener"
                title={one.name}
                className="block overflow-hidden rounded-xl border border-line bg-surface"
              >
                {/* biome-ignore lint/performance/noImgElement: not Next's own server has it, and its size is not known */}
                <img src={address} alt={one.name} loading="lazy" className="h-36 w-48 object-cover" />
              </a>
            ) : (
              <a
                href={address}
                download=""
                aria-label={`Download ${one.name}`}
                className="flex items-center gap-2.5 rounded-xl border border-line bg-surface px-3 py-2 text-sm hover:bg-hover"
              >
                <FileText aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
                <bdi className="truncate">{one.name}</bdi>
                <span className="shrink-0 text-ink-faint text-xs tabular-nums">{fileSize(one.bytes, 'en')}</span>
                <Download aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
