'use client';

import './globals.css';
import { MessagePage, primaryAction } from '../design/message-page.tsx';

/** For a failure of the layout itself: it has to bring its own document. */
export default function GlobalErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Something went wrong</title>
        <MessagePage title="Something went wrong" text="This page could not be shown. Please try again.">
          <button type="button" onClick={reset} className={primaryAction}>
            Try again
          </button>
        </MessagePage>
      </body>
    </html>
  );
}
