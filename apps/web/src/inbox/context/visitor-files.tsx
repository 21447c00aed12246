import { fileSize } from '@frontdesk/chat/file-size';
import { type ConversationContext, isPicture } from '@frontdesk/protocol';
import { FileText, Image as Picture } from 'lucide-react';

/** The files that a customer has sent, the newest first. */
export function VisitorFiles({ siteId, files }: { siteId: string; files: ConversationContext['files'] }) {
  return (
    <ul className="-mx-2 space-y-0.5">
      {files.map(({ id, name, type, bytes }) => {
        const isShown = isPicture(type);
        const Icon = isShown ? Picture : FileText;
        return (
          <li key={id}>
            <a
              href={`/v1/admin/sites/${siteId}/attachments/${id}`}
              {...(isShown ? { target: '_blank', rel: 'noopener' } : { download: '' })}
              className="flex items-center gap-2.5 rounded-lg px-2 py-1.5 text-sm hover:bg-hover"
            >
              <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
              <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
              <span className="shrink-0 text-ink-faint text-xs tabular-nums">{fileSize(bytes, 'en')}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
