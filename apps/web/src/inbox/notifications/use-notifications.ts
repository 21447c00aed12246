import { createArrivalTone } from '@frontdesk/chat';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type InboxNews, newsKey, newsText } from './inbox-news.ts';
import { createNewsClaims, isInView, type NewsClaims } from './news-claims.ts';
import {
  askToNotify,
  desktopPermission,
  keepNotificationChoice,
  type NotificationChoice,
  notify,
  readNotificationChoice,
} from './notification-choice.ts';

/** News that come so close together make one sound. */
const togetherMs = 500;

/** Notifications of the desktop and a sound, as chosen on this device; both are off at first. */
export function useNotifications(options: {
  /** Of the conversation on this page, where it is the inbox. */
  openId: string | null;
  isInbox: boolean;
  onOpen: (conversationId: string, siteId: string) => void;
}) {
  const [choice, setChoice] = useState<NotificationChoice>({ desktop: false, sound: false });
  const [tone] = useState(createArrivalTone);
  const latest = useRef({ ...options, choice });
  latest.current = { ...options, choice };

  useEffect(() => {
    const readChoice = () => setChoice(readNotificationChoice());
    readChoice();
    // Another tab may change it.
    window.addEventListener('storage', readChoice);
    return () => window.removeEventListener('storage', readChoice);
  }, []);
  useEffect(() => {
    if (!choice.sound) return;
    // Some let a page that follows another of the same origin make a sound at once.
    tone.prepare().catch(() => undefined);
    // A browser lets a page make a sound after its reader did something in it; a finger that comes down is nothing yet.
    const events = ['pointerup', 'keydown'] as const;
    for (const name of events) document.addEventListener(name, tone.prepare, { once: true });
    return () => {
      for (const name of events) document.removeEventListener(name, tone.prepare);
    };
  }, [choice.sound, tone]);

  const change = async (wanted: NotificationChoice) => {
    // Asked for by this click alone.
    const allowed = !wanted.desktop || desktopPermission() === 'granted' || (await askToNotify());
    if (wanted.sound && !choice.sound) {
      void tone.prepare().then(tone.play);
    }
    const next = { ...wanted, desktop: wanted.desktop && allowed };
    keepNotificationChoice(next);
    setChoice(next);
  };

  const soundedMs = useRef(0);
  const claims = useRef<NewsClaims>(null);
  useEffect(() => {
    const made = createNewsClaims();
    claims.current = made;
    return () => made.close();
  }, []);

  const tellHere = useCallback(
    (news: InboxNews) => {
      const { openId, onOpen, choice: now, isInbox } = latest.current;
      const { conversationId, siteId } = news.summary;
      // What is open before one's eyes needs no bell.
      if (isInView() && openId === conversationId) return;
      // What was missed comes all at once, and would be loud.
      if (now.sound && Date.now() - soundedMs.current > togetherMs) {
        soundedMs.current = Date.now();
        tone.play();
      }
      // Who looks at the inbox sees it come.
      if (!now.desktop || (isInView() && isInbox)) return;
      const { title, body } = newsText(news);
      const notification = notify(title, { body, tag: `frontdesk-${conversationId}` });
      if (!notification) {
        const without = { ...now, desktop: false };
        keepNotificationChoice(without);
        setChoice(without);
        return;
      }
      notification.onclick = () => {
        window.focus();
        onOpen(conversationId, siteId);
        notification.close();
      };
    },
    [tone],
  );
  const tell = useCallback(
    (news: InboxNews) => {
      const { openId, choice: now } = latest.current;
      const isOpen = isInView() && openId === news.summary.conversationId;
      // A tab that tells nothing leaves it to others.
      if (isOpen || now.sound || now.desktop) {
        claims.current?.claim(newsKey(news), () => tellHere(news), { isOpen, sound: now.sound });
      }
    },
    [tellHere],
  );
  return { choice, change, tell };
}
