'use client';

import { type AdminSite, may, type Privacy } from '@frontdesk/protocol';
import { Loading } from '../admin/page-parts.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { Problem } from '../forms/form-parts.tsx';
import { useLoaded } from '../requests/use-loaded.ts';
import { CustomerSearch } from './customer-search.tsx';
import { ReceiptList } from './receipt-list.tsx';
import { RetentionForm } from './retention-form.tsx';

/** What is kept of customers: for how long, and what they may have of it, or have deleted. */
export function PrivacyPage() {
  return (
    <SitePage
      title="Privacy"
      about="Hand a customer all that is stored of them, delete it with a receipt, and say how long conversations are kept."
    >
      {(site) =>
        may(site.role, 'privacy.manage') ? (
          <SitePrivacy key={site.id} site={site} />
        ) : (
          <p className="text-ink-soft text-sm">
            Only admins and owners of this site can see and delete customers’ data.
          </p>
        )
      }
    </SitePage>
  );
}

function SitePrivacy({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/privacy`;
  const { data, problem, reload } = useLoaded<Privacy>(path);
  if (!data) {
    if (problem) return <Problem>{problem}</Problem>;
    return <Loading />;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
      <CustomerSearch siteId={site.id} onDeleted={() => void reload()} />
      <RetentionForm path={path} retentionDays={data.retentionDays} onSaved={reload} />
      <div className="lg:col-span-2">
        <ReceiptList receipts={data.receipts} />
      </div>
    </div>
  );
}
