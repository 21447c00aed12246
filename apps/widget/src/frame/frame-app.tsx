import { Chat, type ChatSession, createChatSession } from '@frontdesk/chat';
import type { SiteAppearance } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { createLoaderLine, type LoaderLine } from './loader-line.ts';
import { createUnreadCounter, type UnreadCounter } from './unread-counter.ts';

interface Opened {
  session: ChatSession;
  line: LoaderLine;
  unread: UnreadCounter;
}

/** The chat inside the frame. It connects when it is opened for the first time: a frame that was only prepared costs nothing. */
export function FrameApp({ siteKey, origin }: { siteKey: string; origin: string }) {
  const [site, setSite] = useState<SiteAppearance | null>(null);
  const [active, setActive] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);

  useEffect(() => {
    let now: Opened | null = null;
    const line = createLoaderLine(origin, {
      onSite: setSite,
      onActive(isActive) {
        if (isActive && now === null) {
          const session = createChatSession({ gatewayUrl: '', siteKey, getTicket: line.getTicket });
          now = { session, line, unread: createUnreadCounter(session, line.unread) };
          setOpened(now);
        }
        now?.unread.setActive(isActive);
        setActive(isActive);
      },
    });
  }, [siteKey, origin]);

  if (site === null || opened === null) return null;
  return <Chat session={opened.session} site={site} active={active} onClose={opened.line.close} />;
}
