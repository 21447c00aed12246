'use client';

import { passwordBody, type SessionView } from '@frontdesk/protocol';
import { useEffect, useRef, useState } from 'react';
import { useAdminSites } from '../admin/admin-sites.tsx';
import { Loading } from '../admin/page-parts.tsx';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { keepFocus } from '../forms/use-modal.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { AdminError, adminRequest, sentenceOf } from '../requests/admin-request.ts';
import { type Loaded, useLoaded } from '../requests/use-loaded.ts';
import { dateTime } from '../words/clock-time.ts';
import { browserName } from './browser-name.ts';
import { DeleteOwnAccount } from './delete-own-account.tsx';
import { OwnAccount } from './own-account.tsx';
import { OwnLetters } from './own-letters.tsx';
import { Card, SettingsShell } from './settings-shell.tsx';

export function AccountPage() {
  return (
    <SettingsShell title="Your account" about="Who you are, your password, where you are signed in, and how to leave.">
      <Account />
    </SettingsShell>
  );
}

function Account() {
  const { me } = useAdminSites();
  const sessions = useLoaded<SessionView[]>('me/sessions');
  return (
    <div className="space-y-6">
      {me && <OwnAccount key={me.userId} me={me} />}
      <OwnLetters />
      <Password onChanged={sessions.reload} />
      <Sessions {...sessions} />
      {me && <DeleteOwnAccount me={me} />}
    </div>
  );
}

function Password({ onChanged }: { onChanged: () => Promise<void> }) {
  const [values, setValues] = useState({ current: '', next: '' });
  const { form, wrong, check, refuse } = useFaults(() => fieldProblems(passwordBody, values), values);
  const [saved, setSaved] = useState(false);
  const save = async () => {
    await adminRequest('POST', 'me/password', values);
    setValues({ current: '', next: '' });
    setSaved(true);
    await onChanged();
  };
  const { problem, submit } = useSubmit(save, {
    check() {
      setSaved(false);
      return check();
    },
    refused({ code, message }) {
      const isWrong = code === 'password_wrong';
      if (isWrong) refuse({ current: message });
      return isWrong;
    },
  });
  return (
    <Card title="Password" about="A new one ends all your other sessions.">
      <form ref={form} noValidate className="max-w-sm space-y-4" onSubmit={submit}>
        <LabelledField label="Password now" problem={wrong.current}>
          {(attributes) => (
            <input
              {...attributes}
              type="password"
              autoComplete="current-password"
              value={values.current}
              onChange={(event) => setValues({ ...values, current: event.target.value })}
              className={field}
            />
          )}
        </LabelledField>
        <LabelledField label="New password" hint="At least 12 characters." problem={wrong.next}>
          {(attributes) => (
            <input
              {...attributes}
              type="password"
              autoComplete="new-password"
              value={values.next}
              onChange={(event) => setValues({ ...values, next: event.target.value })}
              className={field}
            />
          )}
        </LabelledField>
        <Problem>{problem}</Problem>
        <div className="flex items-center gap-3">
          <Button type="submit" look="primary">
            Change the password
          </Button>
          <p role="status" className="text-good text-sm">
            {saved && 'Changed.'}
          </p>
        </div>
      </form>
    </Card>
  );
}

function Sessions({ data: sessions, problem, reload }: Loaded<SessionView[]>) {
  const [failed, setFailed] = useState<string | null>(null);
  const [endsOthers, setEndsOthers] = useState(false);
  const giveFocusBack = useRef<() => void>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pressed is gone with its row, when the list is shown anew
  useEffect(() => {
    if (document.activeElement === document.body) giveFocusBack.current?.();
    giveFocusBack.current = undefined;
  }, [sessions]);
  if (!sessions) return problem ? <Problem>{problem}</Problem> : <Loading />;
  const others = sessions.length - 1;
  const end = async (path: string) => {
    giveFocusBack.current = keepFocus();
    setFailed(null);
    await adminRequest('DELETE', path).catch((error: unknown) => {
      // It has ended meanwhile.
      if (error instanceof AdminError && error.code === 'not_found') return;
      giveFocusBack.current = undefined;
      setFailed(sentenceOf(error));
    });
    await reload();
  };
  return (
    <Card title="Where you are signed in">
      <Problem>{failed}</Problem>
      <ul className="-my-2 divide-y divide-line">
        {sessions.map(({ id, createdAt, userAgent, address, current }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-1 text-sm">
              <p className="truncate font-medium">{browserName(userAgent)}</p>
              <p className="text-ink-soft">
                since {dateTime(createdAt)}
                {address && `, from ${address}`}
              </p>
            </div>
            {current ? (
              <p className="text-good text-sm">This one</p>
            ) : (
              <Button onClick={() => void end(`me/sessions/${id}`)}>Sign out</Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button look="danger" className="mt-4" onClick={() => setEndsOthers(true)}>
          Sign out everywhere else
        </Button>
      )}
      {endsOthers && (
        <ConfirmDialog
          title="Sign out everywhere else?"
          text={`${others === 1 ? 'One other browser has' : `${others} other browsers have`} to sign in again. What is being written there stays.`}
          action="Sign out everywhere else"
          cancel="Stay signed in"
          onConfirm={async () => {
            await adminRequest('DELETE', 'me/sessions');
            await reload();
          }}
          onClose={() => setEndsOthers(false)}
        />
      )}
    </Card>
  );
}
