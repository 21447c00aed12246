'use client';

import { MessagePage, primaryAction, secondaryAction } from '../design/message-page.tsx';

/** Shown in place of a page that failed. The cause stands in the server's log, under the digest. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const reference = error.digest ? ` Reference: ${error.digest}` : '';
  return (
    <MessagePage title="Something went wrong" text={`This page could not be shown. Please try again.${reference}`}>
      <button type="button" onClick={reset} className={primaryAction}>
        Try again
      </button>
      <a href="/" className={secondaryAction}>
        Go to the start page
      </a>
    </MessagePage>
  );
}
