'use client';

import { mostWaitingCounted, type WebhookTest, type WebhookView } from '@frontdesk/protocol';
import { useState } from 'react';
import { ConfirmDialog } from '../../forms/confirm-dialog.tsx';
import { Button, Problem } from '../../forms/form-parts.tsx';
import { useSubmit } from '../../forms/use-submit.ts';
import { adminRequest } from '../../requests/admin-request.ts';
import { dateTime } from '../../words/clock-time.ts';
import { countOf } from '../../words/count-of.ts';
import { eventName } from './webhook-events.ts';

interface Props {
  webhook: WebhookView;
  /** Its own. */
  path: string;
  onChanged: () => Promise<unknown>;
}

export function WebhookItem({ webhook, path, onChanged }: Props) {
  const { url, events, paused } = webhook;
  const [tested, setTested] = useState<WebhookTest | null>(null);
  const [deleting, setDeleting] = useState(false);
  const test = useSubmit(async () => setTested(await adminRequest<WebhookTest>('POST', `${path}/test`)));
  const pause = useSubmit(async () => {
    await adminRequest('PUT', `${path}/paused`, { paused: !paused });
    setTested(null);
    await onChanged();
  });

  return (
    <li className="px-5 py-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <p className="break-all font-medium text-sm">
            <bdi>{url}</bdi>
          </p>
          <Condition webhook={webhook} />
          <ul aria-label="Is told of" className="mt-2 flex flex-wrap gap-1.5 text-ink-soft text-xs">
            {events.map((event) => (
              <li key={event} className="rounded-full bg-sunken px-2 py-0.5">
                {eventName(event)}
              </li>
            ))}
          </ul>
        </div>
        <form className="flex flex-wrap gap-2" onSubmit={test.submit}>
          <Button type="submit" aria-label={`Send a test to ${url}`}>
            Send a test
          </Button>
          <Button onClick={() => pause.submit()} aria-label={`${paused ? 'Resume' : 'Pause'} ${url}`}>
            {paused ? 'Resume' : 'Pause'}
          </Button>
          <Button onClick={() => setDeleting(true)} aria-label={`Delete ${url}`}>
            Delete
          </Button>
        </form>
      </div>
      <div role="status" className="has-[p]:mt-3">
        <Problem>{test.problem ?? pause.problem}</Problem>
        {tested && (
          <p className={`break-words text-sm ${tested.error ? 'text-bad' : 'text-good'}`}>
            {tested.error ? `The test did not arrive. ${tested.error}` : `The test arrived (status ${tested.status}).`}
          </p>
        )}
      </div>
      {deleting && (
        <ConfirmDialog
          title="Delete this webhook?"
          text={`${url} is told nothing more, also of what waits for it. Its secret is of no use any more.`}
          action="Delete"
          onConfirm={async () => {
            await adminRequest('DELETE', path);
            await onChanged();
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </li>
  );
}

const waitingOf = (waiting: number): string =>
  waiting > mostWaitingCounted ? `more than ${countOf(mostWaitingCounted, 'event')}` : countOf(waiting, 'event');

/** How it goes, in one line; what is wrong stands first. */
function Condition({ webhook }: { webhook: WebhookView }) {
  const { paused, failingSince, lastError, waiting, givenUp, deliveredAt } = webhook;
  const counts = [
    waiting > 0 && `${waitingOf(waiting)} waiting`,
    givenUp > 0 && `${countOf(givenUp, 'event')} given up`,
  ].filter(Boolean);
  if (failingSince !== null) {
    return (
      <p className="mt-0.5 break-words text-bad text-sm">
        {paused ? 'Paused, as nothing arrives' : 'Nothing arrives'} since {dateTime(failingSince)}. {lastError}{' '}
        {counts.join(', ')}
      </p>
    );
  }
  const state = paused ? 'Paused' : deliveredAt === null ? 'Nothing to tell yet' : `Told last ${dateTime(deliveredAt)}`;
  return <p className="mt-0.5 text-ink-soft text-sm">{[state, ...counts].join(' · ')}</p>;
}
