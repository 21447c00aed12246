import type { ChatState } from '../state/chat-state.ts';
import { hasSameFields } from './same-fields.ts';
import { type TimelineItem, timeline } from './timeline.ts';

interface Kept {
  state: ChatState;
  items: readonly TimelineItem[];
}

const kept = new WeakMap<object, Kept>();

/**
 * What a session's log shows now. Words that arrive change one item of a thousand: the others are the very objects that they
 * were, and so is the list where nothing has changed, so that whoever shows them has nothing to do.
 */
export function timelineOf(session: { getState(): ChatState }): readonly TimelineItem[] {
  const state = session.getState();
  const before = kept.get(session);
  if (before?.state === state) return before.items;
  const items = (before && withAnswers(before, state)) ?? steady(before?.items ?? [], timeline(state));
  kept.set(session, { state, items });
  return items;
}

/**
 * Pure: the list of now where nothing has changed but what answers say, which is so for nearly every word; null where more
 * has. Words that arrive must not cost a look at all that was ever said.
 */
function withAnswers({ state: before, items }: Kept, state: ChatState): readonly TimelineItem[] | null {
  const { answers, entries, outgoing, superseded, conversationId } = state;
  const isAllElseSame =
    entries === before.entries &&
    outgoing === before.outgoing &&
    superseded === before.superseded &&
    conversationId === before.conversationId &&
    Object.keys(answers).length === Object.keys(before.answers).length;
  if (!isAllElseSame) return null;
  if (answers === before.answers) return items;
  return items.map((item) => {
    const answer = item.kind === 'answer' && answers[item.answer.generationId];
    return answer && answer !== item.answer ? { ...item, answer } : item;
  });
}

/** Pure: the list of now with each object of before that says the same. */
export function steady(before: readonly TimelineItem[], now: readonly TimelineItem[]): readonly TimelineItem[] {
  const byKey = new Map(before.map((item) => [item.key, item]));
  const items = now.map((item) => {
    const earlier = byKey.get(item.key);
    return earlier !== undefined && hasSameFields(earlier, item) ? earlier : item;
  });
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items;
}
