'use client';

import { createMemoryStorage, type OpenedSession, openSession } from '@frontdesk/chat';
import type { TicketResponse } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { adminRequest, sentenceOf } from '../requests/admin-request.ts';

/**
 * A conversation of the sandbox, as a customer has one, for as long as the component is shown.
 * @param attempt another one begins another conversation
 * @param promptVersionId the version of the system prompt that is tried; left out: the published one
 */
export function useSandboxSession(
  siteId: string,
  attempt = 0,
  promptVersionId?: string,
): { opened: OpenedSession | null; problem: string | null } {
  const [opened, setOpened] = useState<OpenedSession | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins another conversation
  useEffect(() => {
    const close = openSession({
      askTicket: () => adminRequest<TicketResponse>('POST', `sites/${siteId}/sandbox-tickets`, { promptVersionId }),
      optionsFor: ({ site }) => ({
        gatewayUrl: '',
        siteKey: site.siteKey,
        // A customer's own conversation in this browser must not be met.
        storage: createMemoryStorage(),
      }),
      onOpened: setOpened,
      onFailed: (error) => setProblem(sentenceOf(error)),
    });
    return () => {
      close();
      setOpened(null);
      setProblem(null);
    };
  }, [siteId, attempt, promptVersionId]);
  return { opened, problem };
}
