'use client';

import type { AccountsAtNoSite as Accounts } from '@frontdesk/protocol';
import { Problem } from '../forms/form-parts.tsx';
import { useLoaded } from '../requests/use-loaded.ts';
import { longDate } from '../words/clock-time.ts';
import { DeleteAccount } from './delete-account.tsx';

/** People who were removed from every site and still have an account. Nothing where there are none. */
export function AccountsAtNoSite({ onDeleted }: { onDeleted: (email: string) => Promise<void> }) {
  const { data, problem, reload } = useLoaded<Accounts>('accounts/at-no-site');
  if (!data) return problem ? <Problem>{problem}</Problem> : null;
  const { accounts, more } = data;
  if (accounts.length === 0) return null;
  return (
    <section
      aria-labelledby="at-no-site"
      className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card"
    >
      <div className="border-line border-b px-5 py-3.5">
        <h2 id="at-no-site" className="font-semibold">
          At no site
        </h2>
        <p className="mt-1 text-ink-soft text-sm">
          They were removed everywhere and can sign in, but see nothing. Only whoever owns the installation sees them.
        </p>
      </div>
      <ul className="divide-y divide-line">
        {accounts.map((account) => (
          <li key={account.userId} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-0 flex-1 basis-60">
              <p dir="auto" className="truncate font-medium text-sm">
                {account.name}
              </p>
              <p className="truncate text-ink-soft text-sm">
                {account.email} · since {longDate(account.createdAt)}
              </p>
            </div>
            <DeleteAccount
              account={account}
              onDeleted={async () => {
                await Promise.all([reload(), onDeleted(account.email)]);
              }}
            />
          </li>
        ))}
      </ul>
      {more && <p className="border-line border-t px-5 py-3 text-ink-soft text-sm">There are more than these.</p>}
    </section>
  );
}
