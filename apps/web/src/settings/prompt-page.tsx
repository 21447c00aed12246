'use client';

import { type AdminSite, may, newPrompt, type PromptVersionView } from '@frontdesk/protocol';
import { useState } from 'react';
import { Loading } from '../admin/page-parts.tsx';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, Problem } from '../forms/form-parts.tsx';
import { TextArea } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { useUnsaved } from '../forms/use-unsaved.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { dateTime } from '../words/clock-time.ts';
import { Comparison } from './comparison.tsx';
import { Card, SettingsShell } from './settings-shell.tsx';
import { ShownVersion } from './shown-version.tsx';
import { TriedChat } from './tried-chat.tsx';

export function PromptPage() {
  return (
    <SettingsShell
      title="System prompt"
      about="What the bot is told before each conversation. Each version is kept: an answer’s receipt names the one that it was made with."
      edits="prompt.edit"
    >
      {(site) => <SitePrompt key={site.id} site={site} />}
    </SettingsShell>
  );
}

function SitePrompt({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/prompts`;
  const { data: versions, problem, reload } = useLoaded<PromptVersionView[]>(path);
  if (!versions) return problem ? <Problem>{problem}</Problem> : <Loading />;
  return (
    <Prompts
      siteId={site.id}
      path={path}
      versions={versions}
      mayEdit={may(site.role, 'prompt.edit')}
      onChanged={reload}
    />
  );
}

interface PromptsProps {
  siteId: string;
  path: string;
  versions: readonly PromptVersionView[];
  mayEdit: boolean;
  onChanged: () => Promise<void>;
}

function Prompts({ siteId, path, versions, mayEdit, onChanged }: PromptsProps) {
  const live = versions.find(({ published }) => published);
  const [text, setText] = useState(versions[0]?.systemPrompt ?? '');
  const { form, wrong, check } = useFaults(() => fieldProblems(newPrompt, { systemPrompt: text }));
  const isChanged = text.trim() !== (versions[0]?.systemPrompt ?? '');
  useUnsaved(mayEdit && isChanged);
  const [told, setTold] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const [trying, setTrying] = useState<string | null>(null);
  const [publishing, setPublishing] = useState<PromptVersionView | null>(null);

  const save = async () => {
    await adminRequest('POST', path, { systemPrompt: text });
    await onChanged();
    setTold('Saved as a new version. It answers nobody until you publish it.');
  };
  const { busy, problem, submit } = useSubmit(save, {
    check() {
      if (!isChanged) return false;
      setTold('');
      return check();
    },
  });
  return (
    <div className="space-y-6">
      {mayEdit && (
        <Card title="Edit">
          <form ref={form} noValidate className="space-y-3" onSubmit={submit}>
            <TextArea
              label="System prompt"
              problem={wrong.systemPrompt}
              hint="While nothing stands under Knowledge, the bot answers from this prompt: where it quotes, word for word."
              rows={8}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="leading-relaxed"
            />
            {live && text.trim() !== live.systemPrompt && (
              <Comparison
                title={`Compared with version ${live.number}, which is live`}
                from={live.systemPrompt}
                to={text.trim()}
              />
            )}
            <Problem>{problem}</Problem>
            <div className="flex items-center gap-3">
              <Button type="submit" look="primary" aria-disabled={busy || !isChanged}>
                Save as a new version
              </Button>
              <p role="status" className="text-good text-sm">
                {told}
              </p>
            </div>
          </form>
        </Card>
      )}
      <section className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
        <h2 className="border-line border-b px-5 py-3.5 font-semibold">Versions</h2>
        <ol className="divide-y divide-line">
          {versions.map((version) => (
            <li key={version.id} className="px-5 py-3" data-version={version.number}>
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <p className="min-w-0 flex-1 text-sm">
                  <span className="font-medium">Version {version.number}</span>{' '}
                  {version.published && (
                    <span className="ml-1 rounded-full bg-good-soft px-2 py-0.5 font-medium text-good text-xs">
                      Live
                    </span>
                  )}
                  <span className="block text-ink-soft">
                    {dateTime(version.createdAt)}
                    {version.author && `, ${version.author}`}
                  </span>
                </p>
                <Button
                  aria-expanded={shown === version.id}
                  onClick={() => setShown(shown === version.id ? null : version.id)}
                >
                  {version.published ? 'Show' : 'Compare'}
                  <span className="sr-only"> version {version.number}</span>
                </Button>
                {mayEdit && !version.published && (
                  <Button
                    aria-expanded={trying === version.id}
                    onClick={() => setTrying(trying === version.id ? null : version.id)}
                  >
                    Try it
                  </Button>
                )}
                {mayEdit && !version.published && (
                  <Button onClick={() => setPublishing(version)}>
                    {live && version.number < live.number ? 'Roll back to it' : 'Publish'}
                  </Button>
                )}
              </div>
              {trying === version.id && (
                <div className="mt-3 grid gap-4 md:grid-cols-2">
                  <TriedChat name={live ? `Version ${live.number}, live` : 'Live'} siteId={siteId} />
                  <TriedChat name={`Version ${version.number}`} siteId={siteId} promptVersionId={version.id} />
                </div>
              )}
              {shown === version.id && <ShownVersion version={version} versions={versions} />}
            </li>
          ))}
        </ol>
      </section>
      {publishing && (
        <ConfirmDialog
          title={`Make version ${publishing.number} live?`}
          text="The next answer is made with it; answers under way end as they began. You can go back to any version."
          action="Make it live"
          cancel="Cancel"
          look="primary"
          onConfirm={async () => {
            await adminRequest('POST', `${path}/${publishing.id}/publish`);
            setTold('');
            await onChanged();
          }}
          onClose={() => setPublishing(null)}
        />
      )}
    </div>
  );
}
