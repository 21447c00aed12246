import type { Metadata } from 'next';
import { MessagePage, primaryAction } from '../design/message-page.tsx';

export const metadata: Metadata = { title: 'Nothing here' };

export default function NotFoundPage() {
  return (
    <MessagePage title="There is nothing here" text="The address may be old or mistyped.">
      <a href="/" className={primaryAction}>
        Go to the start page
      </a>
    </MessagePage>
  );
}
