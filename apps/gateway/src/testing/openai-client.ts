import type { Database } from '@frontdesk/database';
import OpenAI, { APIError } from 'openai';
import { expect } from 'vitest';

/** The model that a client of OpenAI's API asks for. */
export const model = 'frontdesk';

/** OpenAI's own client, which asks once. */
export const clientWith = (apiKey: string, gateway: { url: string }) =>
  new OpenAI({ apiKey, baseURL: `${gateway.url}/v1`, maxRetries: 0, logLevel: 'off' });

export const user = (content: string) => ({ role: 'user' as const, content });
export const assistant = (content: string) => ({ role: 'assistant' as const, content });

/** Asks as a client does that is not OpenAI's own. */
export function postCompletion(
  gateway: { url: string },
  apiKey: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, ...headers },
    body,
  });
}

/** The site's one generation that waits for a worker. */
export async function nextGeneration(
  database: Database,
  siteId: string,
): Promise<{ id: string; conversationId: string; questionMessageId: string }> {
  const where = { siteId, state: 'queued' as const };
  await expect.poll(() => database.generation.count({ where })).toBe(1);
  return database.generation.findFirstOrThrow({ where });
}

/** @returns what `asking` is refused with */
export async function refusalOf(asking: Promise<unknown>): Promise<APIError> {
  const error = await asking.then(
    () => 'no refusal',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(APIError);
  return error as APIError;
}
