import { errors, wireError } from '@frontdesk/protocol';

/** Asks the gateway as whoever holds a link, with or without a session. @throws Error with a sentence for people */
export async function askOpenly<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(`/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error('The server cannot be reached. Please try again.');
  });
  if (response.status === 204) return null as Answer;
  // What stands between may answer in words of its own.
  const answer = (await response.json().catch(() => ({}))) as { error?: unknown };
  if (response.ok) return answer as Answer;
  const parsed = wireError.safeParse(answer.error);
  throw new Error(parsed.success ? parsed.data.message : errors.internal.sentence);
}
