import type { TimelineItem } from '../../log/timeline.ts';
import type { Strings } from '../../strings/strings.ts';
import { useStrings } from '../locale.tsx';

type Turn = Extract<TimelineItem, { kind: 'turn' }>;

/** From here on somebody else answers, or it is done. That it goes on needs no word: the customer wrote. */
export function TurnMark({ item }: { item: Turn }) {
  const text = turnText(item, useStrings());
  if (text === null) return null;
  return (
    <li className="fd-turn" data-role="turn" data-turn={item.turn} dir="auto">
      {text}
    </li>
  );
}

/** What a customer is told of it; null for nothing. Whose account is deleted has no name. */
export function turnText({ turn, name }: Pick<Turn, 'turn' | 'name'>, strings: Strings): string | null {
  if (turn === 'taken-over') return strings.takenOver(name || strings.person);
  if (turn === 'handed-back') return strings.handedBack;
  return turn === 'resolved' ? strings.resolved(name || null) : null;
}
