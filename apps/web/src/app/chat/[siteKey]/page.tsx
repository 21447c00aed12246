import '@frontdesk/chat/chat.css';
import { siteKey as siteKeySchema } from '@frontdesk/protocol';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { HostedChat } from '../../../chat/hosted-chat.tsx';

export const metadata: Metadata = { title: { absolute: 'Chat' } };

/** The chat as a page of its own. Which sites exist is the gateway's to say; here only what cannot be a key is refused. */
export default async function ChatPage({ params }: { params: Promise<{ siteKey: string }> }) {
  const key = siteKeySchema.safeParse((await params).siteKey);
  if (!key.success) notFound();
  return (
    <main className="h-dvh">
      <h1 className="sr-only">Chat</h1>
      <HostedChat siteKey={key.data} />
    </main>
  );
}
