import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Wordmark } from '../../brand/wordmark.tsx';
import { addressOf } from '../../design/request-address.ts';
import { Embedding } from '../../docs/embedding.tsx';
import { HttpApi } from '../../docs/http-api.tsx';
import { sections } from '../../docs/section.tsx';

export const metadata: Metadata = {
  title: 'Documentation',
  description: 'Put the chat on a web site, or ask it from your own server.',
};

export default async function DocsPage() {
  const { host, protocol } = addressOf(await headers());
  const origin = `${protocol}://${host}`;
  return (
    <div className="mx-auto max-w-6xl px-5 sm:px-8">
      <header className="flex items-center justify-between gap-4 border-line border-b py-5">
        <a href="/" aria-label="Frontdesk, start page" className="rounded-md">
          <Wordmark />
        </a>
        <a href="/demo" className="text-ink-soft text-sm underline-offset-4 hover:underline">
          Demo shop
        </a>
      </header>
      <div className="gap-14 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)]">
        <nav
          aria-label="On this page"
          className="py-8 lg:sticky lg:top-0 lg:max-h-dvh lg:self-start lg:overflow-y-auto lg:py-12"
        >
          <p className="font-medium text-ink-faint text-xs">On this page</p>
          <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1.5 text-sm lg:block lg:space-y-2">
            {sections.map(([id, title]) => (
              <li key={id}>
                <a href={`#${id}`} className="text-ink-soft underline-offset-4 hover:text-ink hover:underline">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main className="min-w-0 max-w-3xl py-4 pb-24 lg:py-12">
          <h1 className="font-semibold text-4xl tracking-[-0.025em]">Documentation</h1>
          <p className="mt-4 mb-12 text-ink-soft text-lg leading-relaxed">
            Put the chat on a web site with one line, or ask it from your own server.
          </p>
          <Embedding origin={origin} />
          <HttpApi origin={origin} />
        </main>
      </div>
    </div>
  );
}
