import { type Database, introduceVisitor, readVisitorDetails, type Site } from '@frontdesk/database';
import {
  CodedError,
  preChatFields,
  readWidgetSettings,
  type VisitorDetails,
  type visitorDetailsRequests,
} from '@frontdesk/protocol';
import type { RateLimits } from '../access/rate-limits.ts';
import { checkComment } from '../messages/message-text.ts';
import type { Handlers } from '../socket/answer-requests.ts';
import type { VisitorIdentity } from './visitor-handshake.ts';

/** Who the customer is, as far as is known, and what they say of themselves. */
export function createIntroductionHandlers(
  { identity, address }: { identity: VisitorIdentity; address: string },
  { database, limits }: { database: Database; limits: Pick<RateLimits, 'feedback'> },
): Handlers<typeof visitorDetailsRequests> {
  return {
    async 'visitor:read'(_, reply) {
      reply(known(await readVisitorDetails(database, identity)));
    },

    async 'visitor:introduce'({ name, email }, reply) {
      await limits.feedback(identity.visitorId, address, identity.siteId);
      const visible = checkComment(name);
      reply(known(await introduceVisitor(database, identity, { ...(visible && { name: visible }), email })));
    },
  };
}

/**
 * Nobody begins a conversation, by a message or by asking for a person, before they have said what the site requires.
 * @throws CodedError `details_required`, `token_invalid`
 */
export async function refuseUnintroduced(database: Database, identity: VisitorIdentity): Promise<void> {
  refuseIfRequired(known(await readVisitorDetails(database, identity)));
}

/**
 * Nor does who is made with the message, of whom nothing is known.
 * @throws CodedError `details_required`
 */
export function refuseStranger({ widgetSettings }: Pick<Site, 'widgetSettings'>): void {
  const { preChat } = readWidgetSettings(widgetSettings);
  refuseIfRequired({ identified: false, name: null, email: null, preChat });
}

function refuseIfRequired(details: VisitorDetails): void {
  if (preChatFields(details.preChat, details).some(({ required }) => required))
    throw new CodedError('details_required');
}

function known<Details>(details: Details | null): Details {
  if (details === null) throw new CodedError('token_invalid');
  return details;
}
