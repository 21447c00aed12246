'use client';

import { type AdminSite, may, type WebhookView } from '@frontdesk/protocol';
import { Webhook } from 'lucide-react';
import { Loading, NotForYou } from '../../admin/page-parts.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Problem } from '../../forms/form-parts.tsx';
import { useLoaded } from '../../requests/use-loaded.ts';
import { SettingsShell } from '../settings-shell.tsx';
import { NewWebhook } from './new-webhook.tsx';
import { WebhookItem } from './webhook-item.tsx';

export function WebhooksPage() {
  return (
    <SettingsShell
      title="Webhooks"
      about="Your own server, or a service such as n8n or Zapier, is told what happens in conversations, within a second or two."
    >
      {(site) =>
        may(site.role, 'keys.manage') ? (
          <SiteWebhooks key={site.id} site={site} />
        ) : (
          <NotForYou who="admins and owners" />
        )
      }
    </SettingsShell>
  );
}

function SiteWebhooks({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/webhooks`;
  const { data: webhooks, problem, reload } = useLoaded<WebhookView[]>(path);
  if (!webhooks) return problem ? <Problem>{problem}</Problem> : <Loading />;
  return (
    <div className="space-y-6">
      <NewWebhook path={path} onMade={reload} />
      {webhooks.length === 0 ? (
        <EmptyState icon={Webhook} title="No webhooks yet">
          What they are sent, and how to check that it is from here, is in{' '}
          <a href="/docs#webhooks" className="text-ink underline underline-offset-2">
            the documentation
          </a>
          .
        </EmptyState>
      ) : (
        <ul
          aria-label="Webhooks"
          className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card"
        >
          {webhooks.map((webhook) => (
            <WebhookItem key={webhook.id} webhook={webhook} path={`${path}/${webhook.id}`} onChanged={reload} />
          ))}
        </ul>
      )}
    </div>
  );
}
