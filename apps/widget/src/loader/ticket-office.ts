import type { TicketRequest, TicketResponse, WireError } from '@frontdesk/protocol';
import type { WidgetError } from '../api.ts';
import { isRefusal, requestTicket } from './ticket.ts';

/** Keeps the page's ticket, and whom it is for. */
export interface TicketOffice {
  /**
   * One that can be handed on, or why there is none; whether it has expired is the frame's to see. Whom the page names may be
   * refused, which `onError` is told: the ticket is an anonymous visitor's then.
   */
  ask(): Promise<TicketResponse | WireError>;
  /** The launcher's texts in the language of now; undefined where there are none. The ticket stays. */
  words(): Promise<TicketResponse['texts']>;
  /** The one that there is was used, is too old, or says what is not so any more. */
  renew(): void;
  /** From now on tickets are for whom the token names; without one, for nobody. */
  issueTo(identityToken?: string): void;
}

export function createTicketOffice(options: {
  gateway: string;
  /** What is asked, but for the customer. */
  request: () => TicketRequest;
  lifeSignal: AbortSignal;
  onError: (error: WidgetError) => void;
}): TicketOffice {
  const { gateway, request, lifeSignal: signal, onError } = options;
  let identityToken: string | undefined;
  let ticket: TicketResponse | null = null;
  /** Counts what is asked for: an answer that comes after the next change is not wanted. */
  let turn = 0;

  async function get(): Promise<TicketResponse | WireError> {
    if (ticket) return ticket;
    const mine = turn;
    const answer = await requestTicket(gateway, { ...request(), identityToken }, signal);
    if (mine !== turn) return get();
    if (!isRefusal(answer)) ticket = answer;
    else if (identityToken != null && /identity/.test(answer.code)) {
      identityToken = undefined;
      onError(answer);
      return get();
    }
    return answer;
  }

  function renew(): void {
    ticket = null;
    turn += 1;
  }

  return {
    ask: get,
    async words() {
      const asked = request();
      // Who the customer is has nothing to do with it.
      const { texts } = (await requestTicket(gateway, asked, signal)) as Partial<TicketResponse>;
      // A language that was wanted before comes too late.
      if (asked.locale === request().locale) return texts;
    },
    renew,
    issueTo(token) {
      identityToken = token;
      renew();
    },
  };
}
