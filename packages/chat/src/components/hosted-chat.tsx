'use client';
import { type SiteAppearance, ticketResponse, type WireError } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { type ChatSession, createChatSession } from '../chat-session.ts';
import { GatewayError, postToGateway } from '../gateway-request.ts';
import { strings } from '../strings.ts';
import { Chat } from './chat.tsx';
import { AlertIcon } from './icons.tsx';

export interface HostedChatProps {
  siteKey: string;
  /** Origin of the gateway without a slash at the end. Defaults to the page's own. */
  gatewayUrl?: string;
}

/** A chat that needs nothing but a site key: it gets its own ticket. For pages that the gateway itself serves. */
export function HostedChat({ siteKey, gatewayUrl = '' }: HostedChatProps) {
  const [opened, setOpened] = useState<{ session: ChatSession; site: SiteAppearance } | null>(null);
  const [problem, setProblem] = useState<WireError | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens it again
  useEffect(() => {
    let session: ChatSession | null = null;
    let left = false;
    const askTicket = () => postToGateway(`${gatewayUrl}/v1/tickets`, { siteKey }, ticketResponse);
    askTicket().then(
      (first) => {
        if (left) return;
        let unused: string | null = first.ticket;
        session = createChatSession({
          gatewayUrl,
          siteKey,
          async getTicket() {
            const ticket = unused ?? (await askTicket()).ticket;
            unused = null;
            return ticket;
          },
        });
        setOpened({ session, site: first.site });
      },
      (error: unknown) => {
        if (!(error instanceof GatewayError)) throw error;
        if (!left) setProblem(error.wire);
      },
    );
    return () => {
      left = true;
      session?.close();
      setOpened(null);
      setProblem(null);
    };
  }, [siteKey, gatewayUrl, attempt]);

  if (opened !== null) return <Chat session={opened.session} site={opened.site} />;
  return (
    <section className="fd-chat fd-chat-empty">
      {problem === null ? (
        <div className="fd-opening" role="status">
          <span className="fd-spinner" aria-hidden="true" />
          <span className="fd-hidden">{strings.loading}</span>
        </div>
      ) : (
        <div className="fd-refusal" role="alert">
          <AlertIcon />
          <p>{problem.message}</p>
          <button type="button" className="fd-chip" onClick={() => setAttempt(attempt + 1)}>
            {strings.tryAgain}
          </button>
        </div>
      )}
    </section>
  );
}
