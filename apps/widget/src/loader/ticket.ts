import type { ErrorCode, TicketResponse, WireError } from '@frontdesk/protocol';

/** The gateway's refusal, or `unavailable` when it did not answer. */
export class TicketRefusal extends Error {
  readonly wire: WireError;

  constructor(wire: WireError) {
    super(wire.code);
    this.wire = wire;
  }
}

/** A ticket with less time than this is not handed on. */
const spareMs = 20_000;

export function isUsable({ expiresAt }: TicketResponse): boolean {
  return Date.parse(expiresAt) - Date.now() > spareMs;
}

/**
 * Asks the gateway whether this page may show the chat. The browser adds the page's origin, which the gateway checks.
 * The answer is trusted as it is: it comes from the address that the site's owner wrote into the page.
 * @throws {TicketRefusal}
 */
export async function requestTicket(gateway: string, siteKey: string, signal: AbortSignal): Promise<TicketResponse> {
  const nothing = { code: 'unavailable' satisfies ErrorCode, message: '' } as const;
  const response = await fetch(`${gateway}/v1/tickets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ siteKey }),
    credentials: 'omit',
    signal,
  }).catch(() => null);
  const body = await response?.json().catch(() => null);
  if (!response?.ok || !body) throw new TicketRefusal(body?.error?.code ? body.error : nothing);
  return body;
}
