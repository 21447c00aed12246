'use client';
import { ticketResponse, type WireError } from '@frontdesk/protocol';
import { useEffect, useMemo, useState } from 'react';
import { postToGateway, throwUnlessRefusal } from '../../connection/gateway-request.ts';
import { createUnreadCounter } from '../../log/unread-counter.ts';
import { type OpenedSession, openSession } from '../../session/open-session.ts';
import { createHostedStorage } from '../../storage/hosted-storage.ts';
import { lostLink } from '../../strings/lost-link.ts';
import { listen } from '../listen.ts';
import { Chat } from './chat.tsx';
import { ChatRefusal } from './chat-refusal.tsx';
import { useLetterToken } from './use-letter-token.ts';
import { useLoadedLocale } from './use-loaded-locale.ts';

export interface HostedChatProps {
  siteKey: string;
  /** Origin of the gateway without a slash at the end. Defaults to the page's own. */
  gatewayUrl?: string;
  /** A BCP 47 tag. Defaults to the site's setting, then to the browser's languages. */
  locale?: string;
}

/**
 * A chat that needs nothing but a site key: it gets its own ticket. For pages that the gateway itself serves. Opened by the link
 * in a letter it goes on as whoever got that.
 */
export function HostedChat({ siteKey, gatewayUrl = '', locale: wish }: HostedChatProps) {
  const resumeToken = useLetterToken();
  const [opened, setOpened] = useState<OpenedSession | null>(null);
  const [problem, setProblem] = useState<WireError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const locale = useLoadedLocale([wish, opened?.site.settings?.locale, ...browserLanguages()]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens it again
  useEffect(() => {
    const close = openSession({
      // Each for the visitor of the letter: the first may be lost on its way to a token.
      askTicket: () =>
        postToGateway(`${gatewayUrl}/v1/tickets`, { siteKey, ...(resumeToken && { resumeToken }) }, ticketResponse),
      optionsFor: ({ resumed = false, conversationId }) => ({
        ...{ gatewayUrl, siteKey, resumed, conversationId },
        storage: createHostedStorage(siteKey, resumed),
      }),
      onOpened: setOpened,
      onFailed(error) {
        throwUnlessRefusal(error);
        setProblem(error.wire);
      },
    });
    return () => {
      close();
      setOpened(null);
      setProblem(null);
    };
  }, [siteKey, gatewayUrl, resumeToken, attempt]);

  const language = locale?.tag;
  useEffect(() => {
    if (opened === null) return;
    const { session, site } = opened;
    document.title = site.name;
    // In a tab that nobody looks at, its name is all that is seen.
    const unread = createUnreadCounter(session, (count) => {
      document.title = count === 0 ? site.name : `(${new Intl.NumberFormat(language).format(count)}) ${site.name}`;
    });
    const look = () => unread.setActive(document.visibilityState === 'visible');
    look();
    const unlisten = listen(document, ['visibilitychange'], look);
    return () => {
      unlisten();
      unread.close();
    };
  }, [opened, language]);
  useEffect(() => {
    if (language !== undefined) document.documentElement.lang = language;
  }, [language]);

  const isLost = opened !== null && resumeToken !== undefined && !opened.resumed;
  const complaint = useMemo(() => (isLost ? lostLink(language) : undefined), [isLost, language]);

  if (opened !== null && locale !== null)
    return <Chat session={opened.session} site={opened.site} locale={locale} complaint={complaint} />;
  if (problem !== null && locale !== null)
    return <ChatRefusal problem={problem} locale={locale} onRetry={() => setAttempt(attempt + 1)} />;
  return (
    <section className="fd-chat fd-chat-empty fd-tokens" lang={locale?.tag} dir={locale?.direction}>
      <div className="fd-opening" role="status">
        <span className="fd-spinner" aria-hidden="true" />
        <span className="fd-hidden">{locale?.strings.loading}</span>
      </div>
    </section>
  );
}

/** None on a server, which renders no text before the language is there. */
const browserLanguages = () => (typeof navigator === 'undefined' ? [] : navigator.languages);
