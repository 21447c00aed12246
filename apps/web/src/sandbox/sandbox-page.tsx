'use client';

import { Chat, type ChatSession, useChat, useLoadedLocale } from '@frontdesk/chat';
import { type AdminSite, may, type SiteAppearance } from '@frontdesk/protocol';
import { RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { NotForYou } from '../admin/page-parts.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { useAgent } from '../inbox/connection/agent-provider.tsx';
import { Thread } from '../inbox/thread/thread.tsx';
import { useSandboxSession } from './use-sandbox-session.ts';

/** An agent talks to the bot as a customer does, and sees beside it how each answer came about. */
export function SandboxPage() {
  return (
    <SitePage
      title="Sandbox"
      about="Talk to the bot as a customer would. Nothing of it counts: no limits, no figures, no list shows it."
    >
      {(site) =>
        may(site.role, 'sandbox.use') ? (
          <SiteSandbox key={site.id} site={site} />
        ) : (
          <NotForYou who="agents and admins" />
        )
      }
    </SitePage>
  );
}

function SiteSandbox({ site: { id: siteId } }: { site: AdminSite }) {
  const [attempt, setAttempt] = useState(0);
  const { opened, problem } = useSandboxSession(siteId, attempt);

  return (
    <div className="space-y-3">
      <div className="flex justify-end">
        <Button onClick={() => setAttempt(attempt + 1)}>
          <RotateCcw aria-hidden="true" className="size-4" />
          Start over
        </Button>
      </div>
      <Problem>{problem}</Problem>
      {opened && <Panes siteId={siteId} session={opened.session} site={opened.site} />}
    </div>
  );
}

/** As high as there is room below what stands above, so that the field is in view. */
const pane =
  'h-[36rem] max-h-[max(26rem,calc(100dvh-18.5rem))] overflow-hidden rounded-2xl border border-line bg-surface shadow-card';

function Panes({ siteId, session, site }: { siteId: string; session: ChatSession; site: SiteAppearance }) {
  const { conversationId } = useChat(session);
  const { state, connection } = useAgent();
  const locale = useLoadedLocale(['en']);
  useEffect(() => connection?.open(conversationId, siteId), [connection, conversationId, siteId]);
  const customer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The chat by itself would scroll to its field, and the page's heading away. On a touch screen a keyboard would cover both.
    const hasKeyboard = window.matchMedia('(hover: hover) and (pointer: fine)').matches;
    if (session && locale && hasKeyboard) customer.current?.querySelector('textarea')?.focus({ preventScroll: true });
  }, [session, locale]);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <div ref={customer} className={pane}>
        {locale && <Chat session={session} site={site} locale={locale} unasked />}
      </div>
      <div className={pane}>
        {state.thread ? (
          <Thread key={state.thread.conversationId} thread={state.thread} team={[]} change={null} />
        ) : (
          <div className="grid h-full place-content-center px-8 text-center">
            <p className="font-medium">How each answer came about</p>
            <p className="mt-1 max-w-xs text-ink-soft text-sm leading-relaxed">
              Ask something: its sources, how likely they answer, and the timings appear here.
            </p>
          </div>
        )}
      </div>
    </div>
  );
}
