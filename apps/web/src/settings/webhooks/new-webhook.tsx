'use client';

import { type MadeWebhook, type WebhookEvent, webhookBody } from '@frontdesk/protocol';
import { useState } from 'react';
import { fieldProblems } from '../../forms/field-problems.ts';
import { Button, Problem } from '../../forms/form-parts.tsx';
import { TextField } from '../../forms/text-field.tsx';
import { useFaults } from '../../forms/use-faults.ts';
import { useSubmit } from '../../forms/use-submit.ts';
import { adminRequest } from '../../requests/admin-request.ts';
import { Card } from '../settings-shell.tsx';
import { ShownOnce } from '../shown-once.tsx';
import { eventGroups } from './webhook-events.ts';

/** What most want to hear of first. */
const usual: readonly WebhookEvent[] = ['conversation:handed-over', 'conversation:person-requested'];

/** @param path where webhooks of the site are */
export function NewWebhook({ path, onMade }: { path: string; onMade: () => Promise<unknown> }) {
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(usual);
  const { form, wrong, check } = useFaults(() => fieldProblems(webhookBody, { url, events }));
  /** All of them: the one before may not be copied yet. */
  const [made, setMade] = useState<readonly (MadeWebhook & { url: string })[]>([]);
  const create = async () => {
    const webhook = await adminRequest<MadeWebhook>('POST', path, { url, events });
    setMade((before) => [{ ...webhook, url: url.trim() }, ...before]);
    setUrl('');
    await onMade();
  };
  const { problem, submit } = useSubmit(create, { check });

  return (
    <Card title="Add a webhook" about="Each event is posted to the address as JSON, signed.">
      <form ref={form} noValidate className="space-y-5" onSubmit={submit}>
        <div className="max-w-xl">
          <TextField
            label="Address"
            type="url"
            placeholder="https://"
            autoComplete="off"
            problem={wrong.url}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </div>
        <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
          {eventGroups.map(({ title, events: names }) => (
            <fieldset key={title}>
              <legend className="font-medium text-sm">{title}</legend>
              <div className="mt-2 space-y-2">
                {(Object.entries(names) as [WebhookEvent, string][]).map(([event, name]) => (
                  <label key={event} className="flex gap-2.5 text-sm">
                    <input
                      type="checkbox"
                      aria-invalid={wrong.events !== undefined}
                      aria-describedby={wrong.events && 'events-problem'}
                      checked={events.includes(event)}
                      onChange={({ target }) =>
                        setEvents(target.checked ? [...events, event] : events.filter((one) => one !== event))
                      }
                      className="mt-0.5 size-4 shrink-0 accent-action"
                    />
                    {name}
                  </label>
                ))}
              </div>
            </fieldset>
          ))}
        </div>
        {wrong.events && (
          <p id="events-problem" className="text-bad text-sm">
            {wrong.events}
          </p>
        )}
        <Button type="submit" look="primary">
          Add a webhook
        </Button>
      </form>
      <div className="space-y-3 has-[p]:mt-3" role="status">
        <Problem>{problem}</Problem>
        {made.map(({ id, secret, url }) => (
          <ShownOnce key={id} text={secret} label={`the secret of ${url}`}>
            The secret of <bdi className="break-all font-medium">{url}</bdi>, with which its server checks that an event
            is from here. Copy it now: it is shown this once.
          </ShownOnce>
        ))}
      </div>
    </Card>
  );
}
