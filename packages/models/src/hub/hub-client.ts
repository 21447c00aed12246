import { setTimeout as delay } from 'node:timers/promises';
import { ModelError } from '../model-error.ts';
import type { OnProgress } from '../progress.ts';

export interface HubSettings {
  /** The hub's address, without a slash at the end. */
  endpoint: string;
  token?: string | undefined;
  /** A connection that is silent for so long is given up. Defaults to 30 s. */
  silenceMs?: number;
}

/** What every request to the hub needs. */
export interface HubRequest {
  settings: HubSettings;
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
  /** Waits between attempts that bring nothing; there is one attempt more than waits. */
  waitsMs?: readonly number[] | undefined;
}

const WAITS_MS = [1_000, 3_000, 8_000, 20_000];
const SILENCE_MS = 30_000;
const LONGEST_WAIT_MS = 120_000;
const MOST_REDIRECTS = 5;

/** The hub's settings from `HF_ENDPOINT` and `HF_TOKEN`, the names that all of the hub's clients use. Throws ModelError `bad_choice`. */
export function hubSettings(): HubSettings {
  const { HF_ENDPOINT, HF_TOKEN } = process.env;
  const endpoint = (HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');
  if (!/^https?:\/\//i.test(endpoint) || !URL.canParse(endpoint)) {
    throw new ModelError(
      'bad_choice',
      `HF_ENDPOINT is "${endpoint}"; a mirror's address begins with https:// or http://.`,
    );
  }
  return { endpoint, token: HF_TOKEN || undefined };
}

/** A failure that may pass by itself. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
  /** How long the server wants us to wait. */
  readonly waitMs: number | undefined;

  constructor(message: string, waitMs?: number) {
    super(message);
    this.waitMs = waitMs;
  }
}

/**
 * Runs `attempt` until it succeeds, fails for good, or fails passingly too often in a row; an attempt that got further
 * (`progressMade`) starts the count anew. Throws ModelError `source_unreachable`.
 */
export async function withRetries<Result>(
  { settings, onProgress, signal, waitsMs = WAITS_MS }: HubRequest,
  what: string,
  attempt: () => Promise<Result>,
  progressMade: () => boolean = () => false,
): Promise<Result> {
  const reasons: string[] = [];
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof PassingFailure)) throw error;
      if (progressMade()) reasons.length = 0;
      const wait = waitsMs[reasons.length];
      reasons.push(error.message);
      if (wait === undefined) {
        throw new ModelError(
          'source_unreachable',
          `${what} could not be fetched from ${settings.endpoint}: ${[...new Set(reasons)].join('; ')}. ` +
            'Check the way there (HF_ENDPOINT names a mirror); what has come is kept, and the next start goes on from it.',
        );
      }
      const waitMs = Math.min(LONGEST_WAIT_MS, error.waitMs ?? Math.round(wait * (1 + Math.random() / 2)));
      onProgress({
        step: 'retry',
        attempt: reasons.length + 1,
        attempts: waitsMs.length + 1,
        waitMs,
        reason: error.message,
      });
      await delay(waitMs, undefined, { signal });
    }
  }
}

/** A response whose body is to be read, and the headers of the hub's own first answer. */
export interface HubResponse {
  response: Response;
  /** The hub's answer before it sent us elsewhere; it alone knows a file's hash. */
  first: Headers;
}

/**
 * One request that follows redirects. The token goes to the hub and to no other host. Throws PassingFailure, or
 * ModelError `access_denied` or `not_found`.
 */
export async function request(
  { settings, signal }: HubRequest,
  path: string,
  what: string,
  headers: Readonly<Record<string, string>> = {},
  silence: AbortSignal = AbortSignal.timeout(settings.silenceMs ?? SILENCE_MS),
): Promise<HubResponse> {
  const hub = new URL(settings.endpoint).origin;
  let url = new URL(settings.endpoint + path);
  let first: Headers | undefined;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const authorization: Record<string, string> =
      settings.token && url.origin === hub ? { authorization: `Bearer ${settings.token}` } : {};
    const stop = AbortSignal.any([silence, ...(signal ? [signal] : [])]);
    const response = await passing(
      fetch(url, { headers: { ...headers, ...authorization }, redirect: 'manual', signal: stop }),
    );
    first ??= response.headers;
    const location = response.headers.get('location');
    if (response.status < 300 || response.status === 416) return { response, first };
    await response.body?.cancel();
    if (response.status >= 400 || !location) throw failure(response, what, settings);
    if (!URL.canParse(location, url.href)) throw new PassingFailure('it is sent to an address that is none');
    url = new URL(location, url);
  }
  throw new PassingFailure('it is sent from one place to another without end');
}

/** Turns a network's errors into PassingFailure. */
export async function passing<Result>(promise: Promise<Result>): Promise<Result> {
  try {
    return await promise;
  } catch (error) {
    const { name, message, cause } = error as Error;
    if (name === 'TimeoutError') throw new PassingFailure('the connection fell silent');
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error | undefined)?.message;
    throw new PassingFailure(reason ? `${message} (${reason})` : message);
  }
}

/** A silence detector: aborts unless it is told in time that something came. */
export function silenceSignal({ silenceMs = SILENCE_MS }: HubSettings): {
  signal: AbortSignal;
  heard(): void;
  end(): void;
} {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new DOMException('silent', 'TimeoutError')), silenceMs);
  return { signal: abort.signal, heard: () => timer.refresh(), end: () => clearTimeout(timer) };
}

function failure({ status, headers }: Response, what: string, { token, endpoint }: HubSettings): Error {
  if (status === 401 || status === 403) {
    const way = token
      ? 'The token in HF_TOKEN is wrong, or its owner has not been given access: accept the terms on the model’s page.'
      : 'It is private or behind terms: accept them on the model’s page, and set HF_TOKEN to a token of yours.';
    return new ModelError('access_denied', `${endpoint} does not let us read ${what} (${status}). ${way}`);
  }
  if (status === 404) {
    const way = token ? '' : ' If it is private, set HF_TOKEN.';
    return new ModelError('not_found', `${endpoint} has no ${what}. Check the name and the revision.${way}`);
  }
  if (status === 429 || status >= 500) {
    const seconds = Number(headers.get('retry-after') || Number.NaN);
    return new PassingFailure(`the server answered ${status}`, seconds >= 0 ? seconds * 1_000 : undefined);
  }
  return new ModelError('source_unreachable', `${endpoint} answered ${status} when asked for ${what}.`);
}
