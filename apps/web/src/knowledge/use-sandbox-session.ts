'use client';

import { type ChatSession, createChatSession, createMemoryStorage } from '@frontdesk/chat';
import type { SiteAppearance, TicketResponse } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { adminRequest, sentenceOf } from './admin-request.ts';

/**
 * A conversation of the sandbox, as a customer has one, for as long as the component is shown.
 * @param attempt another one begins another conversation
 * @param promptVersionId the version of the system prompt that is tried; left out: the published one
 */
export function useSandboxSession(
  siteId: string,
  attempt = 0,
  promptVersionId?: string,
): { opened: { session: ChatSession; site: SiteAppearance } | null; problem: string | null } {
  const [opened, setOpened] = useState<{ session: ChatSession; site: SiteAppearance } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins another conversation
  useEffect(() => {
    let session: ChatSession | null = null;
    let left = false;
    const askTicket = () =>
      adminRequest<TicketResponse>('POST', `sites/${siteId}/sandbox-tickets`, { promptVersionId });
    askTicket().then(
      (first) => {
        if (left) return;
        let unused: string | null = first.ticket;
        session = createChatSession({
          gatewayUrl: '',
          siteKey: first.site.siteKey,
          // A customer's own conversation in this browser must not be met.
          storage: createMemoryStorage(),
          async getTicket() {
            const ticket = unused ?? (await askTicket()).ticket;
            unused = null;
            return ticket;
          },
        });
        setOpened({ session, site: first.site });
      },
      (error: unknown) => {
        if (!left) setProblem(sentenceOf(error));
      },
    );
    return () => {
      left = true;
      session?.close();
      setOpened(null);
      setProblem(null);
    };
  }, [siteId, attempt, promptVersionId]);
  return { opened, problem };
}
