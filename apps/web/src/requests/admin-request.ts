import { errors, type WireError, wireError } from '@frontdesk/protocol';
import { sessionNumber, signedInAgain } from './session-end.ts';

/** A refusal by the gateway, or its absence, with the sentence that says why. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: WireError['code'];
  /** When the same may work. */
  readonly retryAfterMs: number | undefined;

  constructor({ code, message, retryAfterMs }: WireError) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

const unreachable = 'The server cannot be reached. Please try again.';
const tooLate = (method: string) =>
  `The server did not answer in time. Please ${method === 'GET' ? 'try again' : 'look whether it was done before you try again'}.`;
/** A file may take as long as its sending takes. */
const answerWithinMs = 60_000;

/**
 * Asks the gateway, as whoever is signed in. What it answers comes from the same version of the product: it is trusted.
 * Where the session has ended it waits for the next one, and asks again: nothing was done without one.
 * @param body sent as JSON, or as it is where it is a file
 * @throws AdminError
 */
export async function adminRequest<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  let response: Response;
  let answer: unknown;
  const session = sessionNumber();
  const limit = new AbortController();
  const timer = body instanceof Blob ? undefined : setTimeout(() => limit.abort(), answerWithinMs);
  try {
    response = await fetch(`/v1/admin/${path}`, { method, signal: limit.signal, ...contentOf(body) });
    const isJson = response.headers.get('content-type')?.includes('application/json');
    answer = isJson ? await response.json() : null;
  } catch {
    throw new AdminError({ code: 'unavailable', message: limit.signal.aborted ? tooLate(method) : unreachable });
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return answer as Answer;
  const inner = answer && typeof answer === 'object' && 'error' in answer ? answer.error : null;
  const parsed = wireError.safeParse(inner);
  // Its code may be one that only the dashboard is told.
  const error = parsed.success
    ? { ...parsed.data, code: (inner as WireError).code }
    : { code: 'internal' as const, message: errors.internal.sentence };
  if (error.code === 'sign_in_required') {
    await signedInAgain(session);
    return adminRequest(method, path, body);
  }
  throw new AdminError(error);
}

function contentOf(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (body instanceof Blob) return { headers: { 'content-type': 'application/octet-stream' }, body };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The sentence of whatever went wrong. */
export const sentenceOf = (error: unknown): string =>
  error instanceof AdminError ? error.message : errors.internal.sentence;
