'use client';

import { type AdminSite, type AuditEntryView, type AuditPage, type MembersPage, may } from '@frontdesk/protocol';
import { History } from 'lucide-react';
import { useState } from 'react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { Loading, NotForYou } from '../admin/page-parts.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { useLoaded } from '../requests/use-loaded.ts';
import { usePages } from '../requests/use-pages.ts';
import { dateTime } from '../words/clock-time.ts';
import { changedValues, changeKinds, doneText, type Names } from './change-texts.ts';
import { SettingsShell } from './settings-shell.tsx';

export function ChangesPage() {
  return (
    <SettingsShell
      title="Changes"
      about="Who changed what at this site, and when. Nothing here can be edited or deleted."
    >
      {(site) =>
        may(site.role, 'audit.read') ? <SiteChanges key={site.id} site={site} /> : <NotForYou who="admins and owners" />
      }
    </SettingsShell>
  );
}

function SiteChanges({ site }: { site: AdminSite }) {
  const [kind, setKind] = useState('');
  const path = `sites/${site.id}/audit${kind && `?action=${kind}`}`;
  const { items: entries, problem, showMore } = usePages(path, (page: AuditPage) => page.entries);
  const { data: team } = useLoaded<MembersPage>(`sites/${site.id}/members`);
  const people = team && Object.fromEntries(team.members.map(({ userId, name }) => [userId, name]));
  const byAddress = Object.fromEntries(team?.members.map(({ email, name }) => [email, name]) ?? []);
  return (
    <div className="space-y-4">
      <label className="flex items-center gap-2 text-ink-soft text-sm">
        Show
        <select
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          className="rounded-lg border border-line-strong bg-surface px-2.5 py-1.5 font-medium text-ink text-sm"
        >
          {changeKinds.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Problem>{problem}</Problem>
      {!entries && !problem && <Loading />}
      {entries?.length === 0 && kind !== '' && (
        <p className="py-8 text-center text-ink-soft text-sm">No change of this kind.</p>
      )}
      {entries?.length === 0 && kind === '' && (
        <EmptyState icon={History} title="Nothing was changed yet">
          From the first change of a setting, a prompt, the knowledge, a member or a key on, it stands here with who
          made it.
        </EmptyState>
      )}
      {entries && entries.length > 0 && (
        <ol className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} people={people} byAddress={byAddress} />
          ))}
        </ol>
      )}
      {showMore && <Button onClick={() => void showMore()}>Show older changes</Button>}
    </div>
  );
}

interface EntryProps {
  entry: AuditEntryView;
  people: Names | null;
  /** Of the members, by their e-mail addresses. */
  byAddress: Names;
}

function Entry({ entry: { at, who, name, action, target, before, after }, people, byAddress }: EntryProps) {
  const siteHref = useSiteHref();
  const values = changedValues(before, after, people);
  return (
    <li className="px-5 py-3">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <p className="min-w-0 break-words">
          <span dir="auto" className="font-medium" title={who}>
            {name || who}
          </span>{' '}
          {doneText(action)}{' '}
          {action.startsWith('conversation.') ? (
            <a
              href={siteHref(`/admin?conversation=${target}`)}
              className="font-medium underline underline-offset-2"
              title={target}
            >
              {target.slice(-8)}
            </a>
          ) : (
            <span dir="auto" className="font-medium" title={byAddress[target] && target}>
              {byAddress[target] ?? target}
            </span>
          )}
        </p>
        <time dateTime={at} className="text-ink-faint tabular-nums">
          {dateTime(at)}
        </time>
      </div>
      {values.length > 0 && (
        <dl className="mt-1.5 space-y-0.5 text-ink-soft text-sm">
          {values.map((value) => (
            <div key={value.name} className="flex min-w-0 flex-wrap gap-x-2">
              <dt>{value.name}:</dt>
              <dd className="min-w-0 break-words">
                {value.before !== null && value.after !== null && (
                  <>
                    <del className="text-ink-faint">{value.before}</del>{' '}
                  </>
                )}
                <ins className="text-ink no-underline">{value.after ?? value.before}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
