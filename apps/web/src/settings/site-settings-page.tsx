'use client';

import { Chat, useLoadedLocale } from '@frontdesk/chat';
import {
  type AdminSite,
  may,
  type SiteSettings,
  type SiteSettingsView,
  siteLimits,
  siteSettings,
} from '@frontdesk/protocol';
import { type ReactNode, useState } from 'react';
import { useAdminSites } from '../admin/admin-sites.tsx';
import { CopyButton } from '../docs/copy-button.tsx';
import { adminRequest, sentenceOf } from '../knowledge/admin-request.ts';
import { field, Problem } from '../knowledge/form-parts.tsx';
import { useLoaded } from '../knowledge/use-loaded.ts';
import { useSandboxSession } from '../knowledge/use-sandbox-session.ts';
import { fieldProblems } from './field-problems.ts';
import { LabelledField } from './labelled-field.tsx';
import { lines, ofLine } from './line-list.ts';
import { NewSite } from './new-site.tsx';
import { RemoveSite } from './remove-site.tsx';
import { SaveBar, type SaveOutcome } from './save-bar.tsx';
import { Card, Loading, SettingsShell } from './settings-shell.tsx';
import { useFaults } from './use-faults.ts';

export function SiteSettingsPage() {
  return (
    <SettingsShell
      title="Site"
      about="What the chat is called, how it looks and greets, and where it may be shown."
      edits="site.edit"
    >
      {(site) => <Settings key={site.id} site={site} />}
    </SettingsShell>
  );
}

function Settings({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/settings`;
  const { data, problem, reload } = useLoaded<SiteSettingsView>(path);
  if (!data) return problem ? <Problem>{problem}</Problem> : <Loading />;
  return <SettingsForm path={path} site={site} stored={data} onSaved={reload} />;
}

interface FormProps {
  path: string;
  site: AdminSite;
  stored: SiteSettingsView;
  onSaved: () => Promise<void>;
}

function SettingsForm({ path, site, stored, onSaved }: FormProps) {
  const { reload: reloadSites } = useAdminSites();
  const { key, ...begin } = stored;
  const [values, setValues] = useState<SiteSettings>(begin);
  // As typed: a list has a line each.
  const [origins, setOrigins] = useState(begin.allowedOrigins.join('\n'));
  const [suggestions, setSuggestions] = useState(begin.suggestions.join('\n'));
  const [outcome, setOutcome] = useState<SaveOutcome>({ saved: false, problem: null });
  const now: SiteSettings = { ...values, allowedOrigins: lines(origins), suggestions: lines(suggestions) };
  const { form, wrong, check } = useFaults(() => fieldProblems(siteSettings, now));
  const mayEdit = may(site.role, 'site.edit');
  const change = (part: Partial<SiteSettings>) => {
    setValues({ ...values, ...part });
    setOutcome({ saved: false, problem: null });
  };
  const changeWidget = (part: Partial<SiteSettings['widget']>) => change({ widget: { ...values.widget, ...part } });

  const save = async () => {
    setOutcome({ saved: false, problem: null });
    if (!check()) return;
    try {
      await adminRequest('PUT', path, now);
      await Promise.all([onSaved(), reloadSites()]);
      setOutcome({ saved: true, problem: null });
    } catch (error) {
      setOutcome({ saved: false, problem: sentenceOf(error) });
    }
  };
  const snippet = `<script async src="${window.location.origin}/widget.js" data-site="${key}"></script>`;
  return (
    <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0 space-y-6">
        <form
          ref={form}
          noValidate
          className="space-y-6"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <fieldset disabled={!mayEdit} className="space-y-6">
            <Card title="Name and look">
              <div className="grid gap-4 sm:grid-cols-2">
                <LabelledField label="Name" problem={wrong.name}>
                  {(attributes) => (
                    <input
                      {...attributes}
                      value={values.name}
                      maxLength={siteLimits.nameChars}
                      onChange={(event) => change({ name: event.target.value })}
                      className={field}
                    />
                  )}
                </LabelledField>
                <LabelledField label="Colour" problem={wrong.colour}>
                  {(attributes) => (
                    <span className="flex items-center gap-2">
                      <input
                        type="color"
                        aria-label="Pick a colour"
                        value={/^#[0-9a-f]{6}$/i.test(values.colour) ? values.colour : '#000000'}
                        onChange={(event) => change({ colour: event.target.value })}
                        className="mt-1.5 h-9.5 w-12 shrink-0 rounded-lg border border-line-strong bg-surface p-1"
                      />
                      <input
                        {...attributes}
                        value={values.colour}
                        spellCheck={false}
                        onChange={(event) => change({ colour: event.target.value })}
                        className={field}
                      />
                    </span>
                  )}
                </LabelledField>
                <Choice
                  label="Launcher"
                  value={values.widget.position ?? 'end'}
                  options={{ end: 'Where lines end', right: 'Right corner', left: 'Left corner' }}
                  onChange={(corner) => changeWidget({ position: corner === 'end' ? undefined : corner })}
                />
                <Choice
                  label="Icon"
                  value={values.widget.launcherIcon}
                  options={{ chat: 'Speech bubble', question: 'Question mark', bell: 'Bell' }}
                  onChange={(launcherIcon) => changeWidget({ launcherIcon })}
                />
                <Choice
                  label="Colours"
                  value={values.widget.colourScheme}
                  options={{ auto: 'As the customer’s system', light: 'Light', dark: 'Dark' }}
                  onChange={(colourScheme) => changeWidget({ colourScheme })}
                />
                <LabelledField label="Text beside the icon" problem={wrong['widget.launcherText']}>
                  {(attributes) => (
                    <input
                      {...attributes}
                      value={values.widget.launcherText}
                      onChange={(event) => changeWidget({ launcherText: event.target.value })}
                      className={field}
                    />
                  )}
                </LabelledField>
              </div>
            </Card>
            <Card title="Greeting">
              <div className="space-y-4">
                <LabelledField label="First line of the chat" problem={wrong.greeting}>
                  {(attributes) => (
                    <textarea
                      {...attributes}
                      rows={2}
                      value={values.greeting}
                      onChange={(event) => change({ greeting: event.target.value })}
                      className={field}
                    />
                  )}
                </LabelledField>
                <LabelledField
                  label="Questions to start with"
                  hint={`One a line, at most ${siteLimits.suggestions}.`}
                  problem={wrong.suggestions ?? ofLine(wrong, 'suggestions', now.suggestions)}
                >
                  {(attributes) => (
                    <textarea
                      {...attributes}
                      rows={3}
                      value={suggestions}
                      onChange={(event) => {
                        setSuggestions(event.target.value);
                        change({});
                      }}
                      className={field}
                    />
                  )}
                </LabelledField>
              </div>
            </Card>
            <Card
              title="Before the first message"
              about="What a customer is asked for, so that somebody can write back."
            >
              <div className="grid gap-4 sm:grid-cols-2">
                {(['name', 'email'] as const).map((what) => (
                  <Choice
                    key={what}
                    label={what === 'name' ? 'Name' : 'E-mail address'}
                    value={values.widget.preChat[what]}
                    options={{ off: 'Not asked', optional: 'May be left out', required: 'Required' }}
                    onChange={(answer) => changeWidget({ preChat: { ...values.widget.preChat, [what]: answer } })}
                  />
                ))}
              </div>
            </Card>
            <Card
              title="Where it may be shown"
              about="Put the line into each page of your site; only pages of these origins may show the chat."
            >
              <div className="mb-4 flex items-center gap-2 rounded-xl border border-line bg-sunken p-3 text-sm">
                <code className="min-w-0 flex-1 break-all text-sm">{snippet}</code>
                <CopyButton text={snippet} label="the line for your pages" />
              </div>
              <LabelledField
                label="Allowed origins"
                hint="One a line, as https://shop.example. A change holds after a few seconds."
                problem={wrong.allowedOrigins ?? ofLine(wrong, 'allowedOrigins', now.allowedOrigins)}
              >
                {(attributes) => (
                  <textarea
                    {...attributes}
                    rows={4}
                    spellCheck={false}
                    value={origins}
                    onChange={(event) => {
                      setOrigins(event.target.value);
                      change({});
                    }}
                    className={`${field} font-mono`}
                  />
                )}
              </LabelledField>
            </Card>
          </fieldset>
          {mayEdit && (
            <SaveBar
              outcome={outcome}
              isChanged={JSON.stringify(now) !== JSON.stringify(begin)}
              hasFaults={Object.keys(wrong).length > 0}
            />
          )}
        </form>
        {may(site.role, 'site.create') && <NewSite />}
        {may(site.role, 'site.remove') && <RemoveSite site={site} />}
      </div>
      {may(site.role, 'sandbox.use') && <Preview siteId={site.id} settings={now} />}
    </div>
  );
}

/** The customers' own chat, with what is typed on the left before it is saved; it can be tried. */
function Preview({ siteId, settings }: { siteId: string; settings: SiteSettings }) {
  const { opened, problem } = useSandboxSession(siteId);
  const locale = useLoadedLocale([settings.widget.locale ?? 'en']);
  const colour = /^#[0-9a-f]{6}$/i.test(settings.colour) ? settings.colour.toLowerCase() : '#57524b';
  const { name, greeting, suggestions, widget } = settings;
  return (
    <aside aria-label="Preview" className="xl:sticky xl:top-5 xl:self-start">
      <p className="mb-2 font-medium text-ink-soft text-sm">Preview</p>
      <Problem>{problem}</Problem>
      <div
        className="h-[34rem] max-h-[calc(100dvh-7rem)] max-w-[22rem] overflow-hidden rounded-2xl border border-line bg-surface shadow-lift"
        style={{ colorScheme: widget.colourScheme === 'auto' ? undefined : widget.colourScheme }}
      >
        {opened && locale && (
          <Chat
            session={opened.session}
            site={{ ...opened.site, name, greeting, colour, suggestions, settings: widget }}
            locale={locale}
            active={false}
          />
        )}
      </div>
    </aside>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>): ReactNode {
  return (
    <label className="block font-medium text-sm">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value as Value)} className={field}>
        {(Object.entries(options) as [Value, string][]).map(([one, shown]) => (
          <option key={one} value={one}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}
