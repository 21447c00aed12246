'use client';

import { type AdminSite, type AuditEntryView, type AuditPage, type MembersPage, may } from '@frontdesk/protocol';
import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { dateTime } from '../admin/clock-time.ts';
import { adminRequest, sentenceOf } from '../knowledge/admin-request.ts';
import { Button, Problem } from '../knowledge/form-parts.tsx';
import { useLoaded } from '../knowledge/use-loaded.ts';
import { changedValues, changeKinds, doneText, type Names } from './change-texts.ts';
import { Loading, NotForYou, SettingsShell } from './settings-shell.tsx';

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
  const [page, setPage] = useState<AuditPage | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { data: team } = useLoaded<MembersPage>(`sites/${site.id}/members`);
  const people = team && Object.fromEntries(team.members.map(({ userId, name }) => [userId, name]));
  const read = (before?: string) => {
    const query = new URLSearchParams({ ...(kind && { action: kind }), ...(before && { before }) });
    return adminRequest<AuditPage>('GET', `sites/${site.id}/audit?${query}`);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another kind is another list
  useEffect(() => {
    let left = false;
    setPage(null);
    setProblem(null);
    read().then(
      (first) => !left && setPage(first),
      (error: unknown) => !left && setProblem(sentenceOf(error)),
    );
    return () => {
      left = true;
    };
  }, [kind, site.id]);
  const more = async () => {
    try {
      const next = await read(page?.entries.at(-1)?.id);
      setProblem(null);
      // Another kind may be shown by now, or somebody pressed twice.
      setPage((now) => (now && now === page ? { ...next, entries: [...now.entries, ...next.entries] } : now));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
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
      {!page && !problem && <Loading />}
      {page?.entries.length === 0 && (
        <div className="grid place-items-center rounded-2xl border border-line border-dashed px-6 py-12 text-center">
          <History aria-hidden="true" className="size-8 text-ink-faint" strokeWidth={1.5} />
          <p className="mt-4 font-medium">Nothing was changed yet</p>
          <p className="mt-1 max-w-sm text-ink-soft text-sm leading-relaxed">
            From the first change of a setting, a prompt, the knowledge, a member or a key on, it stands here with who
            made it.
          </p>
        </div>
      )}
      {page && page.entries.length > 0 && (
        <ol className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
          {page.entries.map((entry) => (
            <Entry key={entry.id} entry={entry} people={people} />
          ))}
        </ol>
      )}
      {page?.more && <Button onClick={() => void more()}>Show older changes</Button>}
    </div>
  );
}

interface EntryProps {
  entry: AuditEntryView;
  people: Names | null;
}

function Entry({ entry: { at, who, action, target, before, after }, people }: EntryProps) {
  const siteHref = useSiteHref();
  const values = changedValues(before, after, people);
  return (
    <li className="px-5 py-3">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <p className="min-w-0 break-words">
          <span className="font-medium">{who}</span> {doneText(action)}{' '}
          {action.startsWith('conversation.') ? (
            <a
              href={siteHref(`/admin?conversation=${target}`)}
              className="font-medium underline underline-offset-2"
              title={target}
            >
              {target.slice(-8)}
            </a>
          ) : (
            <span className="font-medium">{target}</span>
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
                {value.before !== null && <del className="text-ink-faint">{value.before}</del>}{' '}
                {value.after !== null && <ins className="text-ink no-underline">{value.after}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
