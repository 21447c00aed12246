'use client';

import { Chat, useLoadedLocale } from '@frontdesk/chat';
import { Problem } from '../forms/form-parts.tsx';
import { useSandboxSession } from '../sandbox/use-sandbox-session.ts';

/** The customers' chat in the sandbox, with the published version or with another one. */
export function TriedChat({
  name,
  siteId,
  promptVersionId,
}: {
  name: string;
  siteId: string;
  promptVersionId?: string;
}) {
  const { opened, problem } = useSandboxSession(siteId, 0, promptVersionId);
  const locale = useLoadedLocale(['en']);
  return (
    <section aria-label={name}>
      <h3 className="mb-1.5 font-medium text-ink-soft text-sm">{name}</h3>
      <Problem>{problem}</Problem>
      <div className="h-[28rem] max-h-[calc(100dvh-7rem)] overflow-hidden rounded-2xl border border-line">
        {opened && locale && <Chat session={opened.session} site={opened.site} locale={locale} active={false} />}
      </div>
    </section>
  );
}
