'use client';

import { ignoreSecondClick } from '@frontdesk/chat/ignore-second-click';
import { type AdminSite, type CannedReply, may } from '@frontdesk/protocol';
import { MessageSquareQuote, Plus } from 'lucide-react';
import { useState } from 'react';
import { Loading } from '../admin/page-parts.tsx';
import { useUndoable } from '../admin/use-undoable.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { EditDeleteButtons } from '../forms/edit-delete-buttons.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { CannedReplyDialog } from './canned-reply-dialog.tsx';
import { SettingsShell } from './settings-shell.tsx';

export function CannedRepliesPage() {
  return (
    <SettingsShell
      title="Canned replies"
      about="Texts that agents write again and again: in a reply, a slash and the shortcut puts one in."
      edits="site.edit"
    >
      {(site) => <SiteReplies key={site.id} site={site} />}
    </SettingsShell>
  );
}

function SiteReplies({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/canned-replies`;
  const { data: replies, problem, reload } = useLoaded<CannedReply[]>(path);
  const [editing, setEditing] = useState<CannedReply | 'new' | null>(null);
  const { failed, change } = useUndoable(reload);
  if (!replies) return problem ? <Problem>{problem}</Problem> : <Loading />;
  const mayEdit = may(site.role, 'site.edit');
  const remove = ({ id, shortcut, text }: CannedReply) =>
    change({
      done: `Deleted: /${shortcut}`,
      run: () => adminRequest('DELETE', `${path}/${id}`),
      undo: () => adminRequest('POST', path, { shortcut, text }),
    });
  return (
    <div className="space-y-4">
      <Problem>{failed}</Problem>
      {mayEdit && replies.length > 0 && (
        <Button look="primary" onClick={() => setEditing('new')}>
          <Plus aria-hidden="true" className="size-4" />
          Add a reply
        </Button>
      )}
      {replies.length === 0 ? (
        <EmptyState
          icon={MessageSquareQuote}
          title="No replies yet"
          action={
            mayEdit && (
              <Button look="primary" onClick={() => setEditing('new')}>
                Add a reply
              </Button>
            )
          }
        >
          {mayEdit
            ? 'Add what your team writes every day: a greeting, how to send something back, a good-bye.'
            : 'Admins and owners can add some.'}
        </EmptyState>
      ) : (
        <ul
          className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card"
          onClickCapture={ignoreSecondClick}
        >
          {replies.map((reply) => (
            <li key={reply.id} className="flex items-start gap-3 px-5 py-3.5">
              <div className="min-w-0 flex-1">
                <code className="break-all font-medium text-sm">/{reply.shortcut}</code>
                <p
                  dir="auto"
                  className="mt-1 line-clamp-3 whitespace-pre-wrap text-ink-soft text-sm [overflow-wrap:anywhere]"
                >
                  {reply.text}
                </p>
              </div>
              {mayEdit && (
                <EditDeleteButtons
                  name={`/${reply.shortcut}`}
                  onEdit={() => setEditing(reply)}
                  onDelete={() => void remove(reply)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <CannedReplyDialog
          path={path}
          reply={editing === 'new' ? null : editing}
          onSaved={() => void reload()}
          onOutdated={() => void reload()}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
