'use client';

import { type OrderTest, orderTestBody } from '@frontdesk/protocol';
import { useState } from 'react';
import { fieldProblems } from '../../forms/field-problems.ts';
import { Button, Problem } from '../../forms/form-parts.tsx';
import { TextField } from '../../forms/text-field.tsx';
import { useFaults } from '../../forms/use-faults.ts';
import { useSubmit } from '../../forms/use-submit.ts';
import { adminRequest } from '../../requests/admin-request.ts';
import { formatMs } from '../../words/duration.ts';
import { Card } from '../settings-shell.tsx';

interface Props {
  /** Of the site's order look-up. */
  path: string;
  asksEmail: boolean;
}

/** Asks the server as for a customer. */
export function TryOrder({ path, asksEmail }: Props) {
  const [tested, setTested] = useState<OrderTest | null>(null);
  const [number, setNumber] = useState('');
  const [email, setEmail] = useState('');
  const body = { number, email: asksEmail ? email : null };
  const { form, wrong, check } = useFaults(() => ({
    ...fieldProblems(orderTestBody, body),
    ...(body.email?.trim() === '' && { email: 'Please fill this in.' }),
  }));
  const ask = async () => {
    let test: OrderTest | null = null;
    try {
      test = await adminRequest<OrderTest>('POST', `${path}/test`, body);
    } finally {
      setTested(test);
    }
  };
  const { busy, problem, submit } = useSubmit(ask, { check });
  return (
    <Card
      title="Try it"
      about="Asks your server as it is saved here, as for a customer who is not signed in. No customer sees it."
    >
      <form ref={form} noValidate className="space-y-4" onSubmit={submit}>
        <div className="grid max-w-xl gap-4 sm:grid-cols-2">
          <TextField
            label="Order number"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            problem={wrong.number}
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
          {asksEmail && (
            <TextField
              label="E-mail address"
              type="email"
              autoComplete="off"
              problem={wrong.email}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </div>
        <Button type="submit" aria-disabled={busy}>
          {busy ? 'Asking…' : 'Try it'}
        </Button>
      </form>
      <div role="status" className="has-[p]:mt-4">
        <Problem>{problem}</Problem>
        {tested && <Outcome test={tested} />}
      </div>
    </Card>
  );
}

function Outcome({ test: { outcome, text, error, tookMs } }: { test: OrderTest }) {
  const took = `It took ${formatMs(tookMs)}.`;
  if (outcome === 'found') {
    return (
      <div className="max-w-xl text-sm">
        <p className="text-ink-soft">A customer would read this. {took}</p>
        <p
          dir="auto"
          className="mt-2 whitespace-pre-wrap rounded-xl border border-line bg-sunken p-3 leading-relaxed [overflow-wrap:anywhere]"
        >
          {text}
        </p>
      </div>
    );
  }
  return outcome === 'unknown' ? (
    <p className="max-w-xl text-sm leading-relaxed">
      Your server says that there is no such order (status 404, which a wrong address gives as well): a customer would
      be asked to check the number. {took}
    </p>
  ) : (
    <p className="max-w-xl break-words text-bad text-sm leading-relaxed">
      It did not work. {error} {took}
    </p>
  );
}
