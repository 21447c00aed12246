'use client';

import { ignoreSecondClick } from '@frontdesk/chat/ignore-second-click';
import { type AdminSite, type BlockedCustomer, type BlockedCustomersPage, may } from '@frontdesk/protocol';
import { Ban } from 'lucide-react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { Loading } from '../admin/page-parts.tsx';
import { useUndoable } from '../admin/use-undoable.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { conversationPath } from '../inbox/conversation/conversation-path.ts';
import { VisitorAvatar } from '../inbox/conversation/visitor-avatar.tsx';
import { visitorName } from '../inbox/conversation/visitor-name.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { usePages } from '../requests/use-pages.ts';
import { dateTime } from '../words/clock-time.ts';
import { SettingsShell } from './settings-shell.tsx';

export function BlockedPage() {
  return (
    <SettingsShell
      title="Blocked customers"
      about="What they write or send is refused. A customer is blocked in the inbox, beside their conversation."
    >
      {(site) => <SiteBlocked key={site.id} site={site} />}
    </SettingsShell>
  );
}

function SiteBlocked({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/blocked-customers`;
  const { items, problem, showMore, reload } = usePages(path, (page: BlockedCustomersPage) => page.customers);
  const { failed, change } = useUndoable(reload);
  const mayUnblock = may(site.role, 'conversations.answer');
  const unblock = (customer: BlockedCustomer) => {
    const block = (blocked: boolean) =>
      adminRequest('PUT', `sites/${site.id}/visitors/${customer.id}/block`, { blocked });
    const done = `${visitorName(customer.id, customer.name)} can write again.`;
    return change({ done, run: () => block(false), undo: () => block(true) });
  };
  if (!items) return problem ? <Problem>{problem}</Problem> : <Loading />;
  return (
    <div className="space-y-4">
      <Problem>{failed ?? problem}</Problem>
      {items.length === 0 ? (
        <EmptyState icon={Ban} title="Nobody is blocked">
          Whoever writes what nobody should have to read can be blocked in the inbox; they stand here then.
        </EmptyState>
      ) : (
        <ul
          aria-label="Blocked customers"
          className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card"
          onClickCapture={ignoreSecondClick}
        >
          {items.map((customer) => (
            <Blocked
              key={customer.id}
              customer={customer}
              onUnblock={mayUnblock ? () => void unblock(customer) : undefined}
            />
          ))}
        </ul>
      )}
      {showMore && <Button onClick={() => void showMore()}>Show more</Button>}
    </div>
  );
}

function Blocked({ customer, onUnblock }: { customer: BlockedCustomer; onUnblock: (() => void) | undefined }) {
  const siteHref = useSiteHref();
  const { id, name, email, blockedAt, blockedBy, conversationId } = customer;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
      <VisitorAvatar visitorId={id} className="size-9" />
      <div className="min-w-0 flex-1 basis-52">
        <p dir="auto" className="truncate font-medium text-sm">
          {visitorName(id, name)}
        </p>
        {email && <p className="truncate text-ink-soft text-sm">{email}</p>}
        <p className="mt-0.5 text-ink-soft text-xs">
          Blocked
          {blockedBy !== null && (
            <>
              {' '}
              by <bdi>{blockedBy}</bdi>
            </>
          )}{' '}
          ·{' '}
          <time dateTime={blockedAt} className="tabular-nums">
            {dateTime(blockedAt)}
          </time>
          {conversationId !== null && (
            <>
              {' · '}
              <a
                href={siteHref(conversationPath({ conversationId, of: null, at: null }))}
                className="underline underline-offset-2 hover:text-ink"
              >
                Conversation
              </a>
            </>
          )}
        </p>
      </div>
      {onUnblock && (
        <Button onClick={onUnblock} aria-label={`Unblock ${visitorName(id, name)}`}>
          Unblock
        </Button>
      )}
    </li>
  );
}
