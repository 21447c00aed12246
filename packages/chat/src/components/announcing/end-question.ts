import type { EndStage } from '../../state/conversation-end.ts';
import type { Strings } from '../../strings/strings.ts';

/** What is asked at the end, for those who hear it. */
export function endQuestion({ kind }: EndStage, { feedback }: Strings): string {
  if (kind === 'rate') return feedback.rateQuestion;
  return kind === 'ask-solved' ? feedback.solvedQuestion : feedback.unsolved;
}
