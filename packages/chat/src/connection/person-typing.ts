import { attentionTimes, personTyping } from '@frontdesk/protocol';
import type { ChatStore } from '../state/chat-store.ts';
import type { Timers } from './timers.ts';

/** Keeps whether a person types to the visitor; what is not told again is over by itself. */
export function createPersonTyping({ store, timers }: { store: ChatStore; timers: Timers }): {
  receive(received: unknown): void;
} {
  let told = 0;
  return {
    receive(received) {
      const parsed = personTyping.safeParse(received);
      if (!parsed.success || parsed.data.conversationId !== store.getState().conversationId) return;
      const { name, typing } = parsed.data;
      told += 1;
      const mine = told;
      store.dispatch({ type: 'typing', name: typing ? name : null });
      timers.after(attentionTimes.typing.holdsMs, () => {
        if (mine === told) store.dispatch({ type: 'typing', name: null });
      });
    },
  };
}
