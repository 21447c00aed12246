'use client';

import { Chat, useLoadedLocale } from '@frontdesk/chat';
import type { SiteSettings } from '@frontdesk/protocol';
import { useCallback, useEffect, useRef } from 'react';
import { Problem } from '../forms/form-parts.tsx';
import { useSandboxSession } from '../sandbox/use-sandbox-session.ts';

interface Props {
  siteId: string;
  siteKey: string;
  /** As they are typed: not each of them is right. */
  settings: SiteSettings;
}

/** The customers' own chat, which can be tried, and their launcher, with what is typed on the left before it is saved. */
export function SitePreview({ siteId, siteKey, settings }: Props) {
  const { opened, problem } = useSandboxSession(siteId);
  const locale = useLoadedLocale([settings.widget.locale ?? 'en']);
  const colour = /^#[0-9a-f]{6}$/i.test(settings.colour) ? settings.colour.toLowerCase() : '#57524b';
  const { name, greeting, suggestions, widget } = settings;
  return (
    <aside
      aria-label="Preview"
      className="flex max-w-[22rem] flex-col gap-2 xl:sticky xl:top-5 xl:max-h-[calc(100dvh-2.5rem)] xl:self-start"
      style={{ colorScheme: widget.colourScheme === 'auto' ? undefined : widget.colourScheme }}
    >
      <p className="font-medium text-ink-soft text-sm">Preview</p>
      <Problem>{problem}</Problem>
      <div className="h-[34rem] min-h-80 shrink overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
        {opened && locale && (
          <Chat
            session={opened.session}
            site={{ ...opened.site, name, greeting, colour, suggestions, settings: widget }}
            locale={locale}
            active={false}
          />
        )}
      </div>
      <LauncherPreview siteKey={siteKey} colour={colour} greeting={greeting} widget={widget} />
    </aside>
  );
}

interface LauncherProps {
  siteKey: string;
  colour: string;
  greeting: string;
  widget: SiteSettings['widget'];
}

/** To be looked at: the chat that it would open is the site's own, and its customers' figures would count what is tried. */
function LauncherPreview({ siteKey, colour, greeting, widget }: LauncherProps) {
  const page = useRef<HTMLIFrameElement>(null);
  const options = JSON.stringify({
    ...{ colour, greeting },
    // What is left out would stay as it was: on this page lines end at the right.
    position: widget.position ?? 'right',
    ...{ offsetX: widget.offsetX, offsetY: widget.offsetY, zIndex: widget.zIndex, colourScheme: widget.colourScheme },
    ...{ launcherIcon: widget.launcherIcon, launcherText: widget.launcherText },
    // Nobody waits for it here.
    greetingDelay: widget.greetingDelay === null ? null : 0,
  });
  const dress = useCallback(() => page.current?.contentWindow?.Frontdesk?.('update', JSON.parse(options)), [options]);
  useEffect(() => {
    dress();
  }, [dress]);
  return (
    <iframe
      ref={page}
      inert
      title="The launcher on a page of yours"
      src={`/preview/${siteKey}`}
      onLoad={dress}
      className="h-52 w-full shrink-0 rounded-2xl border border-line"
    />
  );
}
