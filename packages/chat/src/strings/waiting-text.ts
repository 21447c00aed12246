import type { Answer } from '../state/chat-state.ts';
import type { ChatLocale } from './languages.ts';

/** A customer's place in the queue and, where it is known, the wait, rounded up to what can be promised of it. */
export function waitingText(
  { strings, tag }: ChatLocale,
  { place, expectedWaitMs }: NonNullable<Answer['queue']>,
): string {
  const ahead = strings.waitingPlace(place - 1);
  if (expectedWaitMs === null) return ahead;
  return `${ahead} · ${waitText(expectedWaitMs)}`;

  function waitText(ms: number): string {
    if (ms < 5_000) return strings.aFewSeconds;
    return strings.aboutTime(
      ms < 90_000 ? long('second', Math.ceil(ms / 5_000) * 5) : long('minute', Math.ceil(ms / 60_000)),
    );
  }

  function long(unit: 'second' | 'minute', value: number): string {
    return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  }
}
