import { useEffect, useRef, useState } from 'react';
import type { ChatSession } from '../../session/chat-session.ts';
import { listen } from '../listen.ts';
import { createArrivalTone } from './arrival-tone.ts';

/**
 * The tone that tells of news while the chat is not in view, and its switch, which is off at first.
 * @param newsSeq the newest event that told the visitor something; 0 while history is on its way
 */
export function useArrivalTone(options: { session: ChatSession; newsSeq: number; opened: boolean; active: boolean }) {
  const { session, newsSeq, opened, active } = options;
  const [isOn, setIsOn] = useState(false);
  useEffect(() => setIsOn(session.sound.isOn()), [session]);
  const [tone] = useState(createArrivalTone);
  const heard = useRef<number | null>(null);

  useEffect(() => {
    if (!isOn) return;
    // A finger that comes down is no action to a browser, one that goes up is.
    return listen(document, ['pointerup', 'keydown'], tone.prepare, { once: true });
  }, [isOn, tone]);

  useEffect(() => {
    if (!opened) {
      heard.current = null;
      return;
    }
    const isNew = heard.current !== null && newsSeq > heard.current;
    heard.current = newsSeq;
    if (isNew && isOn && (!active || document.visibilityState === 'hidden')) tone.play();
  }, [opened, newsSeq, isOn, active, tone]);

  return {
    isOn,
    toggle() {
      if (!isOn) void tone.prepare();
      session.sound.set(!isOn);
      setIsOn(!isOn);
    },
  };
}
