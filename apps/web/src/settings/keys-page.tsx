'use client';

import {
  type AdminSite,
  type ApiKeyScope,
  type ApiKeyView,
  apiKeyBody,
  apiKeyScopes,
  type MadeApiKey,
  may,
} from '@frontdesk/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Loading, NotForYou } from '../admin/page-parts.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, Problem } from '../forms/form-parts.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { dateTime } from '../words/clock-time.ts';
import { Card, SettingsShell } from './settings-shell.tsx';
import { ShownOnce } from './shown-once.tsx';

const scopeTexts: Record<ApiKeyScope, { label: string; about: string }> = {
  chat: { label: 'Ask questions', about: 'Over POST /v1/chat and with OpenAI’s clients.' },
  conversations: { label: 'Go on with conversations', about: 'Any of the site, also one that a customer began.' },
  system: { label: 'Bring its own system text', about: 'In place of the site’s prompt, for one answer.' },
};

export function KeysPage() {
  return (
    <SettingsShell title="API keys" about="With a key your own server asks the bot, for what the key was made for.">
      {(site) =>
        may(site.role, 'keys.manage') ? <SiteKeys key={site.id} site={site} /> : <NotForYou who="admins and owners" />
      }
    </SettingsShell>
  );
}

function SiteKeys({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/api-keys`;
  const { data: keys, problem, reload } = useLoaded<ApiKeyView[]>(path);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(['chat']);
  const { form, wrong, check } = useFaults(() => fieldProblems(apiKeyBody, { name, scopes }));
  /** All of them: the one before may not be copied yet. */
  const [made, setMade] = useState<readonly (MadeApiKey & { name: string })[]>([]);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const create = async () => {
    const key = await adminRequest<MadeApiKey>('POST', path, { name, scopes });
    setMade((before) => [{ ...key, name: name.trim() }, ...before]);
    setName('');
    await reload();
  };
  const { problem: failed, submit } = useSubmit(create, { check });
  if (!keys) return problem ? <Problem>{problem}</Problem> : <Loading />;

  return (
    <div className="space-y-6">
      <Card title="Make a key" about="Name it after what uses it, so that you know later which one to revoke.">
        <form ref={form} noValidate className="space-y-4" onSubmit={submit}>
          <div className="max-w-md">
            <TextField
              label="Name"
              problem={wrong.name}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <fieldset>
            <legend className="font-medium text-sm">What it may be used for</legend>
            <div className="mt-2 space-y-2.5">
              {apiKeyScopes.map((scope) => (
                <label key={scope} className="flex gap-2.5 text-sm">
                  <input
                    type="checkbox"
                    aria-invalid={wrong.scopes !== undefined}
                    aria-describedby={wrong.scopes && 'scopes-problem'}
                    checked={scopes.includes(scope)}
                    onChange={({ target }) =>
                      setScopes(apiKeyScopes.filter((one) => (one === scope ? target.checked : scopes.includes(one))))
                    }
                    className="mt-0.5 size-4 shrink-0 accent-action"
                  />
                  <span>
                    {scopeTexts[scope].label}
                    <span className="block text-ink-soft leading-relaxed">{scopeTexts[scope].about}</span>
                  </span>
                </label>
              ))}
            </div>
            {wrong.scopes && (
              <p id="scopes-problem" className="mt-1.5 text-bad text-sm">
                {wrong.scopes}
              </p>
            )}
          </fieldset>
          <Button type="submit" look="primary">
            Make a key
          </Button>
        </form>
        <div className="mt-3 space-y-3" role="status">
          <Problem>{failed}</Problem>
          {made.map(({ id, key, name }) => (
            <ShownOnce key={id} text={key} label={`the key “${name}”`}>
              <bdi className="font-medium">{name}</bdi>. Copy it now: it is shown this once, and kept nowhere.
            </ShownOnce>
          ))}
        </div>
      </Card>
      {keys.length === 0 ? (
        <EmptyState icon={KeyRound} title="No keys yet">
          The widget needs none. A key is for a server of yours that asks by itself; see{' '}
          <a href="/docs" className="text-ink underline underline-offset-2">
            the documentation
          </a>
          .
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium text-sm">{key.name}</p>
                <p className="text-ink-soft text-sm">
                  {key.start && <code>{key.start}… · </code>}
                  {key.lastUsedAt ? `last used ${dateTime(key.lastUsedAt)}` : 'never used'}
                </p>
                <ul aria-label="May be used to" className="mt-1.5 flex flex-wrap gap-1.5 text-ink-soft text-xs">
                  {key.scopes.map((scope) => (
                    <li key={scope} className="rounded-full bg-sunken px-2 py-0.5">
                      {scopeTexts[scope].label}
                    </li>
                  ))}
                </ul>
              </div>
              <Button onClick={() => setRevoking(key)} aria-label={`Revoke ${key.name}`}>
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      {revoking && (
        <ConfirmDialog
          title={`Revoke ${revoking.name}?`}
          text="What asks with this key is refused from this moment on. It cannot be brought back."
          action="Revoke"
          onConfirm={async () => {
            await adminRequest('DELETE', `${path}/${revoking.id}`);
            setMade((before) => before.filter(({ id }) => id !== revoking.id));
            await reload();
          }}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}
