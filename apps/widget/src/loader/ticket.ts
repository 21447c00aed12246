import type { TicketRequest, TicketResponse, WireError } from '@frontdesk/protocol';

/** Of a gateway that is away. */
export const unavailable = { code: 'unavailable', message: 'No answer' } as const;

/** The gateway's refusal, or `unavailable` when it did not answer. */
export const isRefusal = (answer: TicketResponse | WireError): answer is WireError =>
  !(answer as TicketResponse).ticket;

/**
 * Asks the gateway whether this page may show the chat. The browser adds the page's origin, which the gateway checks.
 * The answer is trusted as it is: it comes from the address that the site's owner wrote into the page.
 */
export async function requestTicket(
  gateway: string,
  request: TicketRequest,
  signal: AbortSignal,
): Promise<TicketResponse | WireError> {
  try {
    // As plain text: for another type the browser would ask first whether it may ask.
    const response = await fetch(`${gateway}/v1/tickets`, { method: 'POST', body: JSON.stringify(request), signal });
    const body = await response.json();
    return body.ticket ? body : body.error.code ? body.error : unavailable;
  } catch {
    return unavailable;
  }
}
