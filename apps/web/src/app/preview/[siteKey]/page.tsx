import { siteKey as siteKeySchema } from '@frontdesk/protocol';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';

export const metadata: Metadata = { title: 'Preview', robots: { index: false } };

/** Any shop's page, with the real launcher on it: the settings show it in a frame and tell it what is typed. */
export default async function PreviewPage({ params }: { params: Promise<{ siteKey: string }> }) {
  const key = siteKeySchema.safeParse((await params).siteKey);
  if (!key.success) notFound();
  return (
    <main aria-label="A page of yours" className="min-h-dvh bg-sunken p-5">
      <div aria-hidden="true" className="space-y-3">
        <div className="h-4 w-2/5 rounded bg-line" />
        <div className="h-2.5 w-full rounded bg-line" />
        <div className="h-2.5 w-5/6 rounded bg-line" />
      </div>
      {/* Nothing is stored: in this tab the chat may be open on another page. */}
      <script async src="/widget.js" data-site={key.data} data-storage="false" />
    </main>
  );
}
