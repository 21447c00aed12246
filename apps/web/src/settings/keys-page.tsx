'use client';

import { type AdminSite, type ApiKeyView, apiKeyBody, type MadeApiKey, may } from '@frontdesk/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '../docs/copy-button.tsx';
import { adminRequest, sentenceOf } from '../knowledge/admin-request.ts';
import { ConfirmDialog } from '../knowledge/confirm-dialog.tsx';
import { Button, field, Problem } from '../knowledge/form-parts.tsx';
import { useLoaded } from '../knowledge/use-loaded.ts';
import { fieldProblems } from './field-problems.ts';
import { LabelledField } from './labelled-field.tsx';
import { Card, Loading, NotForYou, SettingsShell } from './settings-shell.tsx';

export function KeysPage() {
  return (
    <SettingsShell title="API keys" about="With a key your own server asks the bot, over POST /v1/chat.">
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
  const [wrong, setWrong] = useState<string>();
  const [failed, setFailed] = useState<string | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  if (!keys) return problem ? <Problem>{problem}</Problem> : <Loading />;

  const create = async () => {
    const { name: bad } = fieldProblems(apiKeyBody, { name });
    setWrong(bad);
    setFailed(null);
    if (bad) return;
    try {
      const { key } = await adminRequest<MadeApiKey>('POST', path, { name });
      setMade(key);
      setName('');
      await reload();
    } catch (error) {
      setFailed(sentenceOf(error));
    }
  };
  return (
    <div className="space-y-6">
      <Card title="Make a key" about="Name it after what uses it, so that you know later which one to revoke.">
        <form
          noValidate
          className="flex flex-wrap items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void create();
          }}
        >
          <div className="min-w-60 flex-1">
            <LabelledField label="Name" problem={wrong}>
              {(attributes) => (
                <input
                  {...attributes}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  className={field}
                />
              )}
            </LabelledField>
          </div>
          <Button type="submit" look="primary" className="mt-7 py-2">
            Make a key
          </Button>
        </form>
        <div className="mt-3 space-y-3" role="status">
          <Problem>{failed}</Problem>
          {made && (
            <div className="rounded-xl border border-line bg-sunken p-3">
              <p className="text-sm">Copy it now: it is shown this once, and kept nowhere.</p>
              <div className="mt-2 flex items-center gap-2">
                <code className="min-w-0 flex-1 break-all text-sm">{made}</code>
                <CopyButton text={made} label="the key" />
              </div>
            </div>
          )}
        </div>
      </Card>
      {keys.length === 0 ? (
        <div className="grid place-items-center rounded-2xl border border-line border-dashed px-6 py-12 text-center">
          <KeyRound aria-hidden="true" className="size-8 text-ink-faint" strokeWidth={1.5} />
          <p className="mt-4 font-medium">No keys yet</p>
          <p className="mt-1 max-w-sm text-ink-soft text-sm leading-relaxed">
            The widget needs none. A key is for a server of yours that asks by itself; see{' '}
            <a href="/docs" className="text-ink underline underline-offset-2">
              the documentation
            </a>
            .
          </p>
        </div>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium text-sm">{key.name}</p>
                <p className="text-ink-soft text-sm">
                  {key.start && <code>{key.start}… · </code>}
                  {key.lastUsedAt ? `last used ${new Date(key.lastUsedAt).toLocaleString()}` : 'never used'}
                </p>
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
            await reload();
          }}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}
