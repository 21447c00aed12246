'use client';

import {
  type AdminSite,
  type BusinessHours,
  dateIn,
  type HandOverRule,
  isOpen,
  may,
  nextOpening,
  type TeamSettings,
  type TeamSettingsView,
  teamSettingsBody,
} from '@frontdesk/protocol';
import { useId, useRef, useState } from 'react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { Loading } from '../admin/page-parts.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { SaveBar } from '../forms/save-bar.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useFormValues } from '../forms/use-form-values.ts';
import { useSaveOutcome } from '../forms/use-save-outcome.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { readerLocale } from '../words/reader-locale.ts';
import { ExceptionalDays } from './exceptional-days.tsx';
import { noDraft, notAdded } from './exceptional-runs.ts';
import { Card, SettingsShell } from './settings-shell.tsx';
import { TeamLetters } from './team-letters.tsx';
import { WeekHours } from './week-hours.tsx';

export function HoursPage() {
  return (
    <SettingsShell
      title="People and hours"
      about="When the assistant hands over to people, to whom, when they are there, and how they are told."
      edits="site.edit"
    >
      {(site) => <Team key={site.id} site={site} />}
    </SettingsShell>
  );
}

function Team({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/team`;
  const { data, problem, reload } = useLoaded<TeamSettingsView>(path);
  if (!data) return problem ? <Problem>{problem}</Problem> : <Loading />;
  return <TeamForm path={path} site={site} view={data} onSaved={reload} />;
}

const rules: { rule: HandOverRule; label: string; means: string }[] = [
  {
    rule: 'doubt',
    label: 'When the assistant can’t answer, or a customer asks for a person',
    means: 'Nothing is left lying: whatever it does not know waits for your team.',
  },
  {
    rule: 'wish',
    label: 'Only when a customer asks for a person, or complains',
    means: 'What it does not know it says, and offers a person; who accepts is handed over.',
  },
  { rule: 'off', label: 'Never', means: 'There are no people behind the chat.' },
];

/** Nine to five on the days on which most people work, where the browser is. */
const usualWeek = (): BusinessHours => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '09:00', to: '17:00' }] : [])),
});

interface FormProps {
  path: string;
  site: AdminSite;
  view: TeamSettingsView;
  onSaved: () => Promise<void>;
}

function TeamForm({ path, site, view: { settings, team, mails }, onSaved }: FormProps) {
  const siteHref = useSiteHref();
  const membersProblemId = useId();
  const { values, before, setValues, saved } = useFormValues(settings, asLoaded);
  const { outcome, changed, save } = useSaveOutcome();
  const { hours, handOver, members } = values;
  const [draft, setDraft] = useState(noDraft);
  const draftProblem = hours && notAdded(draft);
  /** To be there again, as they were typed, for whoever has switched them off by mistake. */
  const lastHours = useRef(before.hours);
  if (hours) lastHours.current = hours;
  const isChosenFrom = handOver !== 'off';
  /** Where nobody is asked for, nobody need be chosen. */
  const chosen = { ...values, members: isChosenFrom || members?.length !== 0 ? members : null };
  const { form, wrong, check } = useFaults(() => ({
    ...fieldProblems(teamSettingsBody, chosen),
    ...(chosen.members?.length === 0 ? { members: 'Choose at least one person.' } : {}),
    ...(draftProblem ? { 'hours.exceptions.draft': draftProblem } : {}),
  }));
  const change = (part: Partial<TeamSettings>) => {
    setValues({ ...values, ...part });
    changed();
  };
  const store = async () => {
    await adminRequest('PUT', path, { ...chosen, before });
    saved(values);
    await onSaved();
    return true;
  };
  const mayEdit = may(site.role, 'site.edit');
  return (
    <form
      ref={form}
      noValidate
      className="max-w-3xl space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        void save(check, store);
      }}
    >
      <fieldset disabled={!mayEdit} className="min-w-0 space-y-6">
        <Card title="Hand-over" about="A conversation that is handed over waits in the inbox for a person.">
          <div role="radiogroup" aria-label="When to hand over" className="space-y-3">
            {rules.map(({ rule, label, means }) => (
              <label key={rule} className="flex gap-3 text-sm">
                <input
                  type="radio"
                  name="rule"
                  checked={handOver === rule}
                  onChange={() => change({ handOver: rule })}
                  className="mt-0.5 size-4 shrink-0 accent-brand"
                />
                <span>
                  <span className="font-medium">{label}</span>
                  <span className="mt-0.5 block text-ink-soft">{means}</span>
                </span>
              </label>
            ))}
          </div>
          {handOver === 'off' && (
            <p className="mt-4 text-ink-soft text-sm leading-relaxed">
              The assistant then offers nobody. Replies in{' '}
              <a href={siteHref('/admin/answering')} className="font-medium text-ink underline underline-offset-2">
                your own words
              </a>{' '}
              stay as they are.
            </p>
          )}
          {isChosenFrom && (
            <fieldset className="mt-6 min-w-0">
              <legend className="font-medium text-sm">To whom</legend>
              <p className="mt-1 text-ink-soft text-sm leading-relaxed">
                Whoever of them is there and has the fewest conversations gets the next one.
              </p>
              <div className="mt-3 space-y-3 text-sm">
                <label className="flex gap-3">
                  <input
                    type="radio"
                    name="members"
                    checked={members === null}
                    onChange={() => change({ members: null })}
                    className="mt-0.5 size-4 shrink-0 accent-brand"
                  />
                  Everybody who answers at this site
                </label>
                <label className="flex gap-3">
                  <input
                    type="radio"
                    name="members"
                    checked={members !== null}
                    onChange={() => change({ members: team.map(({ id }) => id) })}
                    className="mt-0.5 size-4 shrink-0 accent-brand"
                  />
                  These people
                </label>
                {members !== null && (
                  <ul className="ml-7 space-y-2.5">
                    {team.map(({ id, name }) => (
                      <li key={id}>
                        <label className="flex gap-3">
                          <input
                            type="checkbox"
                            checked={members.includes(id)}
                            aria-invalid={wrong.members !== undefined}
                            aria-describedby={wrong.members && membersProblemId}
                            onChange={(event) => {
                              // Those who have left since are left out.
                              const known = team.filter((one) =>
                                one.id === id ? event.target.checked : members.includes(one.id),
                              );
                              change({ members: known.map((one) => one.id) });
                            }}
                            className="mt-0.5 size-4 shrink-0 accent-brand"
                          />
                          <span dir="auto">{name}</span>
                        </label>
                      </li>
                    ))}
                  </ul>
                )}
                {wrong.members && (
                  <p id={membersProblemId} className="text-bad">
                    {wrong.members}
                  </p>
                )}
              </div>
            </fieldset>
          )}
        </Card>
        <Card
          title="Hours"
          about="While nobody is there, customers are told when your team is back, in their own time. Whoever works in the dashboard outside of these hours is there all the same."
        >
          <label className="flex items-center gap-3 font-medium text-sm">
            <input
              type="checkbox"
              checked={hours !== null}
              onChange={(event) => change({ hours: event.target.checked ? (lastHours.current ?? usualWeek()) : null })}
              className="size-4 accent-brand"
            />
            We have hours
          </label>
          {hours && (
            <div className="mt-5 space-y-5">
              <LabelledField label="Time zone" problem={wrong['hours.timeZone']} hint={<Preview hours={hours} />}>
                {(attributes) => (
                  <select
                    {...attributes}
                    value={hours.timeZone}
                    onChange={(event) => change({ hours: { ...hours, timeZone: event.target.value } })}
                    className={field}
                  >
                    {timeZones(hours.timeZone).map((zone) => (
                      <option key={zone} value={zone}>
                        {zone.replaceAll('_', ' ')}
                      </option>
                    ))}
                  </select>
                )}
              </LabelledField>
              <WeekHours
                days={hours.days}
                problems={wrong}
                onChange={(days) => change({ hours: { ...hours, days } })}
              />
              <ExceptionalDays
                hours={hours}
                draft={draft}
                problems={wrong}
                onDraft={(typed) => {
                  setDraft(typed);
                  changed();
                }}
                onChange={(exceptions) => change({ hours: { ...hours, exceptions } })}
              />
            </div>
          )}
        </Card>
        <TeamLetters
          // Not said by a gateway of the version before.
          minutes={values.letterAfterMinutes ?? null}
          problem={wrong.letterAfterMinutes}
          mails={mails}
          onChange={(letterAfterMinutes) => change({ letterAfterMinutes })}
        />
      </fieldset>
      {mayEdit && (
        <SaveBar
          outcome={outcome}
          isChanged={draftProblem !== null || JSON.stringify(values) !== JSON.stringify(before)}
          hasFaults={Object.keys(wrong).length > 0}
        />
      )}
    </form>
  );
}

/** Where nothing is said of exceptional days there are none: those that two people add then are merged day by day. */
const asLoaded = ({ hours, ...others }: TeamSettings): TeamSettings => ({
  ...others,
  hours: hours && { ...hours, exceptions: hours.exceptions ?? {} },
});

/** All that the browser knows, and the one that is set. */
const timeZones = (set: string): string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', set])];

/** What the hours say of this moment. */
function Preview({ hours }: { hours: BusinessHours }) {
  const now = new Date();
  let opening: Date | null;
  let days = 0;
  try {
    if (isOpen(hours, now)) return 'You are open now.';
    opening = nextOpening(hours, now);
    if (opening) days = daysBetween(now, opening, hours.timeZone);
  } catch {
    // Hours that are being typed.
    return null;
  }
  if (!opening) return 'You never open.';
  const at = new Intl.DateTimeFormat(readerLocale, {
    ...{ weekday: 'long', hour: 'numeric', minute: '2-digit', timeZone: hours.timeZone },
    // The same day of another week has its date.
    ...(days < 7 ? {} : { day: 'numeric', month: 'long' }),
  }).format(opening);
  return `You are closed now, and open on ${at}.`;
}

const daysBetween = (one: Date, other: Date, timeZone: string): number =>
  (Date.parse(dateIn(timeZone, other)) - Date.parse(dateIn(timeZone, one))) / 86_400_000;
