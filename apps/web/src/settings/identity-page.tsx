'use client';

import {
  type AdminSite,
  formerSecretHours,
  type IdentitySecretView,
  identitySecretRotation,
  type MadeIdentitySecret,
  may,
} from '@frontdesk/protocol';
import { useState } from 'react';
import { Loading, NotForYou } from '../admin/page-parts.tsx';
import { CodeBlock } from '../docs/code-block.tsx';
import { identifyExample, identityExamples } from '../docs/identity-examples.ts';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { dateTime } from '../words/clock-time.ts';
import { Card, SettingsShell } from './settings-shell.tsx';
import { ShownOnce } from './shown-once.tsx';

export function IdentityPage() {
  return (
    <SettingsShell
      title="Customer identity"
      about="Where your customers have accounts, your server can sign who somebody is. Their conversations follow them to every device then."
    >
      {(site) =>
        may(site.role, 'keys.manage') ? (
          <SiteIdentity key={site.id} site={site} />
        ) : (
          <NotForYou who="admins and owners" />
        )
      }
    </SettingsShell>
  );
}

function SiteIdentity({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/identity-secret`;
  const { data, problem, reload } = useLoaded<IdentitySecretView>(path);
  const [made, setMade] = useState<MadeIdentitySecret | null>(null);
  const [asking, setAsking] = useState(false);
  const make = async (formerHours: number) => {
    setMade(await adminRequest<MadeIdentitySecret>('POST', path, { formerHours }));
    await reload();
  };
  const { problem: failed, submit } = useSubmit(() => make(0));
  if (!data) return problem ? <Problem>{problem}</Problem> : <Loading />;
  const { newest, former } = data;
  return (
    <div className="space-y-6">
      <Card
        title="The site’s secret"
        about="Your server signs with it. It belongs into your server’s environment, never into a page: whoever has it can say that they are any of your customers."
      >
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-sm">
            {newest ? (
              <>
                <span className="font-medium">Version {newest.version}</span>{' '}
                <span className="text-ink-soft">since {dateTime(newest.createdAt)}</span>
              </>
            ) : (
              'There is none yet: customers are anonymous.'
            )}
            {newest?.isLost && (
              <span className="block">
                It was stored while this installation had another <code>SECRET</code>, and can’t be used any more:
                customers are anonymous until you rotate it.
              </span>
            )}
            {former?.validUntil && !former.isLost && (
              <span className="block text-ink-soft">
                Version {former.version} still counts until {dateTime(former.validUntil)}
              </span>
            )}
          </p>
          {newest ? (
            <Button onClick={() => setAsking(true)}>Rotate it</Button>
          ) : (
            <Button look="primary" onClick={submit}>
              Make the secret
            </Button>
          )}
        </div>
        <div role="status" className="mt-3 space-y-3 empty:mt-0">
          <Problem>{failed}</Problem>
          {made && (
            <ShownOnce text={made.secret} label="the secret">
              Version {made.version}. Copy it now: it is shown this once. As <code>FRONTDESK_IDENTITY_SECRET</code>, the
              examples below find it.
            </ShownOnce>
          )}
        </div>
      </Card>
      <Card
        title="On your server"
        about="A token for whoever is signed in to your shop: good for five minutes, for this site alone."
      >
        <Examples siteKey={site.key} />
      </Card>
      <Card title="In your pages" about="On every page view; nothing of an identified customer is kept in the browser.">
        <CodeBlock label="JavaScript" code={identifyExample} />
      </Card>
      {asking && <RotateDialog onRotate={make} onClose={() => setAsking(false)} />}
    </div>
  );
}

/** One at a time, with the site's own key in it. */
function Examples({ siteKey }: { siteKey: string }) {
  const [shown, setShown] = useState<string>(identityExamples[0].label);
  const example = identityExamples.find(({ label }) => label === shown) ?? identityExamples[0];
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        {identityExamples.map(({ label }) => (
          <button
            key={label}
            type="button"
            aria-pressed={label === shown}
            onClick={() => setShown(label)}
            className="rounded-lg px-2.5 py-1 font-medium text-ink-soft text-sm hover:bg-hover aria-pressed:bg-hover aria-pressed:text-ink"
          >
            {label.split(',')[0]}
          </button>
        ))}
      </div>
      <CodeBlock label={example.label} code={example.code.replaceAll('demo', siteKey)} />
    </>
  );
}

function RotateDialog({
  onRotate,
  onClose,
}: {
  onRotate: (formerHours: number) => Promise<void>;
  onClose: () => void;
}) {
  const [hours, setHours] = useState(String(formerSecretHours.usual));
  const formerHours = hours.trim() === '' ? Number.NaN : Number(hours.trim().replace(',', '.'));
  const { form, wrong, check } = useFaults(
    (): Record<string, string> =>
      Object.keys(fieldProblems(identitySecretRotation, { formerHours })).length === 0
        ? {}
        : { formerHours: `A number from 0 to ${formerSecretHours.most}.` },
  );
  const rotate = async () => {
    await onRotate(formerHours);
    onClose();
  };
  const sending = useSubmit(rotate, { check });
  return (
    <FormDialog
      {...{ form, sending, onClose }}
      title="Rotate the secret?"
      action="Rotate it"
      look="danger"
      cancel="Keep it"
    >
      <p className="text-ink-soft text-sm leading-relaxed">
        Your server has to be given the new one. Until then it signs with the one that it has, for as long as you say.
      </p>
      <TextField
        label="Hours in which the former one still counts"
        hint="0 for a secret that became known: customers are anonymous until your server has the new one."
        problem={wrong.formerHours}
        inputMode="decimal"
        value={hours}
        onChange={(event) => setHours(event.target.value)}
      />
    </FormDialog>
  );
}
