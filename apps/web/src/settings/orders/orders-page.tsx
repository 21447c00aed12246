'use client';

import { type AdminSite, type MadeOrderLookUp, may, type OrderLookUpView } from '@frontdesk/protocol';
import { PackageSearch } from 'lucide-react';
import { useState } from 'react';
import { Loading, NotForYou } from '../../admin/page-parts.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Problem } from '../../forms/form-parts.tsx';
import { adminRequest } from '../../requests/admin-request.ts';
import { useLoaded } from '../../requests/use-loaded.ts';
import { SettingsShell } from '../settings-shell.tsx';
import { OrderServer } from './order-server.tsx';
import { RemoveOrderServer } from './remove-order-server.tsx';
import { TryOrder } from './try-order.tsx';

export function OrdersPage() {
  return (
    <SettingsShell
      title="Orders"
      about="When a customer asks where their order is, the assistant asks for its number, and then your shop’s own server. What that answers is said to the customer word for word. Setting it up takes a developer."
    >
      {(site) =>
        may(site.role, 'keys.manage') ? <SiteOrders key={site.id} site={site} /> : <NotForYou who="admins and owners" />
      }
    </SettingsShell>
  );
}

function SiteOrders({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/order-look-up`;
  const { data, problem, reload } = useLoaded<OrderLookUpView>(path);
  const [secret, setSecret] = useState<string | null>(null);
  const [removals, setRemovals] = useState(0);
  if (!data) return problem ? <Problem>{problem}</Problem> : <Loading />;
  const { settings } = data;
  return (
    <div className="space-y-6">
      <OrderServer
        key={removals}
        stored={data}
        secret={secret}
        onSave={async (typed) => {
          const made = await adminRequest<MadeOrderLookUp>('PUT', path, typed);
          // The one before stays where there is no other: it may not be copied yet.
          if (made.secret !== null) setSecret(made.secret);
        }}
        onSaved={reload}
      />
      {settings ? (
        <>
          {/* What was tried before says nothing of what is set now. */}
          <TryOrder key={JSON.stringify(settings)} path={path} asksEmail={settings.asksEmail} />
          <RemoveOrderServer
            url={settings.url}
            onRemove={async () => {
              await adminRequest('DELETE', path);
              setSecret(null);
              await reload();
              setRemovals((before) => before + 1);
            }}
          />
        </>
      ) : (
        <EmptyState icon={PackageSearch} title="No server yet">
          Until there is one, questions about orders are answered like all others: without a developer, leave this page
          as it is.
        </EmptyState>
      )}
    </div>
  );
}
