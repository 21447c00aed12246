import type { Answer, ChatState } from './chat-state.ts';

/** The answer that is being made; undefined while there is none. */
export function runningAnswer({ entries, answers }: Pick<ChatState, 'entries' | 'answers'>): Answer | undefined {
  const last = entries.findLast((entry) => entry.kind === 'answer');
  const answer = last && answers[last.generationId];
  return answer?.phase === 'waiting' || answer?.phase === 'streaming' ? answer : undefined;
}

/** What was done last with the conversation; one that was reopened, where it is not told what for, is as it was before. */
function lastStep({ entries }: Pick<ChatState, 'entries'>) {
  return entries.findLast(
    (entry) =>
      entry.kind === 'hand-over' || (entry.kind === 'turn' && (entry.turn !== 'reopened' || entry.state !== undefined)),
  );
}

/** Pure: whether a person is wanted, or there. */
export function isWithTeam(state: Pick<ChatState, 'entries'>): boolean {
  const last = lastStep(state);
  if (last?.kind !== 'turn') return last !== undefined;
  return last.turn === 'taken-over' || last.state === 'with_person' || last.state === 'waiting_for_person';
}

/** Pure: the name of the person who answers, empty where nobody knows it any more; null while the bot does. */
export function personIn({ entries }: Pick<ChatState, 'entries'>): string | null {
  const last = lastStep({ entries });
  if (last?.kind !== 'turn') return null;
  const turns = entries.filter((entry) => entry.kind === 'turn');
  if (last.state === 'with_person') return turns.findLast(({ turn }) => turn === 'taken-over')?.name ?? last.name;
  return last.turn === 'taken-over' ? last.name : null;
}
