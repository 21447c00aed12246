'use client';

import { firstAccountName, type Me, ownAccount } from '@frontdesk/protocol';
import { useState } from 'react';
import { useAdminSites } from '../admin/admin-sites.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { useUnsaved } from '../forms/use-unsaved.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { Card } from './settings-shell.tsx';

/** What one is called, and signs in with. */
export function OwnAccount({ me }: { me: Me }) {
  const { reload } = useAdminSites();
  const [values, setValues] = useState({ name: me.name, email: me.email, current: '' });
  const email = values.email.trim();
  const isMoving = email.toLowerCase() !== me.email.toLowerCase();
  const body = { name: values.name, email, ...(isMoving && { current: values.current }) };
  useUnsaved(values.name !== me.name || isMoving);
  const { form, wrong, check, refuse } = useFaults(() => fieldProblems(ownAccount, body), values);
  const [saved, setSaved] = useState(false);
  const change = (part: Partial<typeof values>) => {
    setValues((now) => ({ ...now, ...part }));
    setSaved(false);
  };
  const save = async () => {
    await adminRequest('PUT', 'me', body);
    // What is typed meanwhile stays.
    setValues((now) => ({ ...now, current: '' }));
    setSaved(true);
    await reload();
  };
  const { problem, submit } = useSubmit(save, {
    check() {
      setSaved(false);
      return check();
    },
    refused({ code, message }) {
      const at = code === 'password_wrong' ? 'current' : code === 'email_taken' ? 'email' : null;
      if (at) refuse({ [at]: message });
      return at !== null;
    },
  });
  const isUnnamed = me.name === firstAccountName;
  return (
    <Card title="Who you are">
      <form ref={form} noValidate className="max-w-sm space-y-4" onSubmit={submit}>
        <LabelledField
          label="Name"
          hint={
            isUnnamed
              ? `Customers read “${me.name}” where you answer. Say your own name here.`
              : 'Customers read it where you answer.'
          }
          problem={wrong.name}
        >
          {(attributes) => (
            <input
              {...attributes}
              autoComplete="name"
              value={values.name}
              onChange={(event) => change({ name: event.target.value })}
              className={field}
            />
          )}
        </LabelledField>
        <LabelledField label="E-mail" hint="You sign in with it. Customers do not see it." problem={wrong.email}>
          {(attributes) => (
            <input
              {...attributes}
              type="email"
              autoComplete="email"
              value={values.email}
              onChange={(event) => change({ email: event.target.value })}
              className={field}
            />
          )}
        </LabelledField>
        {isMoving && (
          <LabelledField label="Your password" hint="Another address takes your password, too." problem={wrong.current}>
            {(attributes) => (
              <input
                {...attributes}
                type="password"
                autoComplete="current-password"
                value={values.current}
                onChange={(event) => change({ current: event.target.value })}
                className={field}
              />
            )}
          </LabelledField>
        )}
        <Problem>{problem}</Problem>
        <div className="flex items-center gap-3">
          <Button type="submit" look="primary">
            Save
          </Button>
          <p role="status" className="text-good text-sm">
            {saved && 'Saved.'}
          </p>
        </div>
      </form>
    </Card>
  );
}
