'use client';

import { languages } from '@frontdesk/chat';
import {
  type AdminSite,
  may,
  type SiteSettings,
  type SiteSettingsView,
  siteLimits,
  siteSettings,
} from '@frontdesk/protocol';
import { useEffect } from 'react';
import { useAdminSites, useMayOfAll } from '../admin/admin-sites.tsx';
import { Loading } from '../admin/page-parts.tsx';
import { CopyButton } from '../docs/copy-button.tsx';
import { Choice } from '../forms/choice.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { lines, ofLine } from '../forms/line-list.ts';
import { SaveBar } from '../forms/save-bar.tsx';
import { TextArea, TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useFormValues } from '../forms/use-form-values.ts';
import { useSaveOutcome } from '../forms/use-save-outcome.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { languageName } from '../words/language-name.ts';
import { LauncherCard } from './launcher-card.tsx';
import { MessageLimitsCard } from './message-limits-card.tsx';
import { NewSite } from './new-site.tsx';
import { RemoveSite } from './remove-site.tsx';
import { Card, SettingsShell } from './settings-shell.tsx';
import { SitePreview } from './site-preview.tsx';

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
  const mayOfAll = useMayOfAll();
  const { key } = stored;
  const { values, before, setValues, saved } = useFormValues(stored, asTyped);
  const { outcome, changed, save } = useSaveOutcome();
  const now = settingsOf(values);
  const { form, wrong, check } = useFaults(() => fieldProblems(siteSettings, now));
  const mayEdit = may(site.role, 'site.edit');
  const change = (part: Partial<Typed>) => {
    setValues({ ...values, ...part });
    changed();
  };
  const changeWidget = (part: Partial<SiteSettings['widget']>) => change({ widget: { ...values.widget, ...part } });

  const store = async () => {
    await adminRequest('PUT', path, { ...now, before: settingsOf(before) });
    saved(values);
    await Promise.all([onSaved(), reloadSites()]);
    return true;
  };
  useEffect(() => {
    // When the browser looked for it, it was not here yet.
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, []);
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
            void save(check, store);
          }}
        >
          <fieldset disabled={!mayEdit} className="space-y-6">
            <Card title="Name and look">
              <div className="grid gap-4 sm:grid-cols-2">
                <TextField
                  label="Name"
                  problem={wrong.name}
                  value={values.name}
                  maxLength={siteLimits.nameChars}
                  onChange={(event) => change({ name: event.target.value })}
                />
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
                  label="Colours"
                  value={values.widget.colourScheme}
                  options={{ auto: 'As the customer’s system', light: 'Light', dark: 'Dark' }}
                  onChange={(colourScheme) => changeWidget({ colourScheme })}
                />
                <Choice
                  label="Language"
                  value={values.widget.locale ?? pageLanguage}
                  options={languageOptions(values.widget.locale)}
                  onChange={(locale) => changeWidget({ locale: locale === pageLanguage ? null : locale })}
                />
              </div>
            </Card>
            <LauncherCard widget={values.widget} wrong={wrong} onChange={changeWidget} />
            <Card title="Greeting">
              <div className="space-y-4">
                <TextArea
                  label="First line of the chat"
                  problem={wrong.greeting}
                  rows={2}
                  value={values.greeting}
                  onChange={(event) => change({ greeting: event.target.value })}
                />
                <TextArea
                  label="Questions to start with"
                  hint={`One a line, at most ${siteLimits.suggestions}.`}
                  problem={wrong.suggestions ?? ofLine(wrong, 'suggestions', now.suggestions)}
                  rows={3}
                  value={values.suggestions}
                  onChange={(event) => change({ suggestions: event.target.value })}
                />
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
              id="pages"
              title="Where it may be shown"
              about="Put the line into each page of your site; only pages of these origins may show the chat."
            >
              <div className="mb-4 flex items-center gap-2 rounded-xl border border-line bg-sunken p-3 text-sm">
                <code className="min-w-0 flex-1 break-all text-sm">{snippet}</code>
                <CopyButton text={snippet} label="the line for your pages" />
              </div>
              <TextArea
                label="Allowed origins"
                hint="One a line, as https://shop.example. A change holds after a few seconds."
                problem={wrong.allowedOrigins ?? ofLine(wrong, 'allowedOrigins', now.allowedOrigins)}
                rows={4}
                spellCheck={false}
                value={values.allowedOrigins}
                onChange={(event) => change({ allowedOrigins: event.target.value })}
                className="font-mono"
              />
            </Card>
          </fieldset>
          {mayEdit && (
            <SaveBar
              outcome={outcome}
              isChanged={JSON.stringify(now) !== JSON.stringify(settingsOf(before))}
              hasFaults={Object.keys(wrong).length > 0}
            />
          )}
        </form>
        <MessageLimitsCard site={site} />
        {mayOfAll('site.create') && <NewSite />}
        {may(site.role, 'site.remove') && <RemoveSite site={site} />}
      </div>
      {may(site.role, 'sandbox.use') && <SitePreview siteId={site.id} siteKey={key} settings={now} />}
    </div>
  );
}

/** As typed: a list has a line each. */
type Typed = Omit<SiteSettings, 'allowedOrigins' | 'suggestions'> & { allowedOrigins: string; suggestions: string };

const asTyped = ({ key: _, allowedOrigins, suggestions, ...rest }: SiteSettingsView): Typed => ({
  ...{ ...rest, allowedOrigins: allowedOrigins.join('\n'), suggestions: suggestions.join('\n') },
});

const settingsOf = ({ allowedOrigins, suggestions, ...rest }: Typed): SiteSettings => ({
  ...{ ...rest, allowedOrigins: lines(allowedOrigins), suggestions: lines(suggestions) },
});

/** In the place of a language. */
const pageLanguage = 'page';

/** Those that the chat speaks, and the one that is stored, which may name a region. */
function languageOptions(stored: string | null): Record<string, string> {
  const tags = [...new Set([...Object.keys(languages), ...(stored === null ? [] : [stored])])];
  return {
    [pageLanguage]: 'As the page, or browser',
    ...Object.fromEntries(tags.map((tag) => [tag, languageName(tag)])),
  };
}
