import '@frontdesk/chat/chat.css';
import { siteKey as siteKeySchema } from '@frontdesk/protocol';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { HostedChat } from '../../../chat/hosted-chat.tsx';
import { VisibleArea } from '../../../chat/visible-area.tsx';

/** The site's name, which the gateway tells (`web-proxy.ts`). */
export async function generateMetadata(): Promise<Metadata> {
  const name = decodeURIComponent((await headers()).get('x-site-name') ?? '');
  return { title: { absolute: name || 'Chat' } };
}

export const viewport: Viewport = { viewportFit: 'cover', interactiveWidget: 'resizes-content' };

interface Props {
  params: Promise<{ siteKey: string }>;
  searchParams: Promise<{ locale?: string | string[] }>;
}

/**
 * The chat as a page of its own, in the language of `?locale=` or of the browser. Which sites exist is the gateway's to say; here only what cannot be a key is refused.
 */
export default async function ChatPage({ params, searchParams }: Props) {
  const key = siteKeySchema.safeParse((await params).siteKey);
  if (!key.success) notFound();
  const { locale } = await searchParams;
  return (
    <VisibleArea>
      <h1 className="sr-only">Chat</h1>
      <HostedChat siteKey={key.data} locale={[locale].flat()[0]} />
    </VisibleArea>
  );
}
