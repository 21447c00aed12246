import type { TicketResponse, WireError } from '@frontdesk/protocol';
import type { WidgetError } from '../api.ts';
import { isRefusal, isUsable, requestTicket } from './ticket.ts';

/** Keeps the page's ticket, and whom it is for. */
export interface TicketOffice {
  /**
   * One that can be handed on, or why there is none. Whom the page names may be refused, which `onError` is told: the ticket is
   * an anonymous visitor's then.
   */
  get(): Promise<TicketResponse | WireError>;
  /** What was handed on was used, or is too old. */
  used(): void;
  /** From now on tickets are for whom the token names; without one, for nobody. */
  name(identityToken?: string): void;
}

export function createTicketOffice(options: {
  gateway: string;
  siteKey: string;
  signal: AbortSignal;
  onError: (error: WidgetError) => void;
}): TicketOffice {
  const { gateway, siteKey, signal, onError } = options;
  let identityToken: string | undefined;
  let ticket: TicketResponse | null = null;
  /** Counts who the tickets are for: an answer that comes after the next change is nobody's. */
  let turn = 0;

  async function get(): Promise<TicketResponse | WireError> {
    if (ticket && isUsable(ticket)) return ticket;
    const mine = turn;
    const answer = await requestTicket(gateway, { siteKey, identityToken }, signal);
    if (mine !== turn) return get();
    if (!isRefusal(answer)) ticket = answer;
    else if (identityToken && /^identity/.test(answer.code)) {
      identityToken = undefined;
      onError(answer);
      return get();
    }
    return answer;
  }

  return {
    get,
    used() {
      ticket = null;
    },
    name(token) {
      identityToken = token;
      ticket = null;
      turn += 1;
    },
  };
}
