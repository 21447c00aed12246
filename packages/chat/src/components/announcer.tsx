import { useEffect, useRef, useState } from 'react';
import { errorText } from '../strings/error-text.ts';
import type { Strings } from '../strings/strings.ts';
import type { TimelineItem } from '../timeline.ts';
import { messageParts } from './lazy-parts.ts';
import { useStrings } from './locale.tsx';
import { turnText } from './turn-mark.tsx';

/** Tells a screen reader each finished message once; the log itself stays silent, or every word would be read. */
export function Announcer(props: {
  items: readonly TimelineItem[];
  opened: boolean;
  conversationId: string | null;
  siteName: string;
  /** What the customer is asked at the end; empty for nothing. */
  question: string;
}) {
  const { items, opened, conversationId, siteName, question } = props;
  const strings = useStrings();
  const known = useRef<Set<string> | null>(null);
  const [announcement, setAnnouncement] = useState('');

  // What was said in a conversation that is left, or deleted, is not to be found here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation
  useEffect(() => setAnnouncement(''), [conversationId]);

  useEffect(() => {
    if (!opened) {
      known.current = null;
      return;
    }
    const finished = items.filter(isFinished);
    // What was there when the chat was opened is read by whoever walks through the log.
    const first = known.current === null;
    const before = known.current ?? new Set();
    const news = finished.filter((item) => !before.has(item.key));
    known.current = new Set(finished.map((item) => item.key));
    if (!first && news.length > 0) setAnnouncement(news.map((item) => spoken(item, siteName, strings)).join(' '));
  }, [items, opened, siteName, strings]);

  useEffect(() => {
    if (question !== '') setAnnouncement(question);
  }, [question]);

  return (
    <div className="fd-hidden" role="status">
      {announcement}
    </div>
  );
}

function isFinished(item: TimelineItem): boolean {
  if (item.kind === 'answer') return item.answer.phase !== 'waiting' && item.answer.phase !== 'streaming';
  if (item.kind === 'turn') return item.turn !== 'reopened';
  return item.kind === 'agent' || (item.kind === 'hand-over' && !item.repeated);
}

function spoken(item: TimelineItem, siteName: string, strings: Strings): string {
  if (item.kind === 'hand-over') return `${strings.handedOver(siteName)}. ${strings.feedback.meanwhile}`;
  if (item.kind === 'remark') return '';
  if (item.kind === 'turn') return `${turnText(item, strings) ?? ''}.`;
  if (item.kind === 'agent') return `${item.name === null ? strings.personSaid : `${item.name}:`} ${item.text}`;
  if (item.kind !== 'answer') return '';
  const { text, error } = item.answer;
  const words = messageParts.here()?.plainText(text) ?? text;
  return `${strings.assistantSaid} ${words} ${error === null ? '' : errorText(strings, error)}`.trim();
}
