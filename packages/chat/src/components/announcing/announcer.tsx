import { useCallback, useEffect, useRef, useState } from 'react';
import type { TimelineItem } from '../../log/timeline.ts';
import { errorText } from '../../strings/error-text.ts';
import type { Strings } from '../../strings/strings.ts';
import { messageParts } from '../lazy/lazy-parts.ts';
import { useStrings } from '../locale.tsx';
import { turnText } from '../log/turn-mark.tsx';

/** Tells a screen reader each finished message once; the log itself stays silent, or every word would be read. */
export function Announcer(props: {
  items: readonly TimelineItem[];
  opened: boolean;
  /** The newest event of the log. */
  lastSeq: number;
  conversationId: string | null;
  siteName: string;
  /** What the customer is asked at the end; empty for nothing. */
  question: string;
  /** How often who waits for a person already has asked for one. */
  wishes: number;
  /** What is going on: that somebody writes, or how many are answered first; empty for nothing. */
  activity: string;
}) {
  const { items, opened, lastSeq, conversationId, siteName, question, wishes, activity } = props;
  const strings = useStrings();
  const known = useRef<Set<string> | null>(null);
  const [announcement, setAnnouncement] = useState({ text: '', number: 0 });
  const say = useCallback((text: string) => setAnnouncement(({ number }) => ({ text, number: number + 1 })), []);

  // What was said in a conversation that is left, or deleted, is not to be found here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation
  useEffect(() => say(''), [conversationId]);

  // Messages come, and answers end, with events: a long log is not looked through for each word.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
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
    if (!first && news.length > 0) say(news.map((item) => spoken(item, siteName, strings)).join(' '));
  }, [lastSeq, conversationId, opened, siteName, strings, say]);

  useEffect(() => {
    if (question !== '') say(question);
  }, [question, say]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish once
  useEffect(() => {
    if (wishes > 0) say(handOverWords(siteName, strings));
  }, [wishes]);

  return (
    <>
      <div className="fd-hidden" role="status">
        {/* Each in a node of its own: the same words once more would be no change, and not be read. */}
        <span key={announcement.number}>{announcement.text}</span>
      </div>
      <div className="fd-hidden" role="status">
        {activity}
      </div>
    </>
  );
}

function isFinished(item: TimelineItem): boolean {
  if (item.kind === 'answer') return item.answer.phase !== 'waiting' && item.answer.phase !== 'streaming';
  if (item.kind === 'turn') return item.turn !== 'reopened';
  return item.kind === 'agent' || item.kind === 'hand-over';
}

function spoken(item: TimelineItem, siteName: string, strings: Strings): string {
  if (item.kind === 'hand-over') return handOverWords(siteName, strings);
  if (item.kind === 'remark') return '';
  if (item.kind === 'turn') return `${turnText(item, strings) ?? ''}.`;
  if (item.kind === 'agent') {
    const said = [item.text, ...(item.attachments ?? []).map(({ name }) => name)].filter(Boolean).join(' ');
    return `${item.name === null ? strings.personSaid : `${item.name}:`} ${said}`;
  }
  if (item.kind !== 'answer') return '';
  const { text, error } = item.answer;
  const words = messageParts.here()?.plainText(text) ?? text;
  return `${strings.assistantSaid} ${words} ${error === null ? '' : errorText(strings, error)}`.trim();
}

const handOverWords = (siteName: string, { handedOver, feedback }: Strings): string =>
  `${handedOver(siteName)}. ${feedback.meanwhile}`;
