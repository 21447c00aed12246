import type { ChatState } from '../../state/chat-state.ts';
import { wishesPerson } from '../../state/feedback-state.ts';
import { runningAnswer } from '../../state/who-answers.ts';
import type { ChatLocale } from '../../strings/languages.ts';
import { waitingText } from '../../strings/waiting-text.ts';

/** Pure: what is to be heard of what the log shows as dots. */
export function activityText(state: ChatState, locale: ChatLocale): string {
  if (state.connection !== 'online' && wishesPerson(state.feedback, state.conversationId))
    return `${locale.strings.feedback.talkToPerson}. ${locale.strings.waitingForConnection}`;
  if (state.typing !== null) return locale.strings.personTyping(state.typing);
  const running = runningAnswer(state);
  if (running?.phase !== 'waiting') return '';
  return running.queue === null ? locale.strings.writing : waitingText(locale, running.queue);
}
