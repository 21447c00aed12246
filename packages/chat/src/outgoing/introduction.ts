import { type Introduction, preChatFields, type WireError } from '@frontdesk/protocol';
import { throwUnlessRefusal } from '../connection/gateway-request.ts';
import type { VisitorConnection } from '../connection/visitor-connection.ts';
import type { ChatStore } from '../state/chat-store.ts';

/** Who the visitor is. */
export interface IntroductionActions {
  /** Finds out what is known; the state tells. */
  read(): Promise<void>;
  /** Says more. Resolves with what is wrong, or null. */
  introduce(introduction: Introduction): Promise<WireError | null>;
}

export function createIntroduction({
  store,
  connection,
  onIntroduced,
}: {
  store: ChatStore;
  connection: VisitorConnection;
  /** The gateway knows all that it requires. */
  onIntroduced: () => void;
}): IntroductionActions {
  async function ask(name: 'visitor:read' | 'visitor:introduce', payload: Introduction): Promise<WireError | null> {
    try {
      const visitor =
        name === 'visitor:read' ? await connection.request(name, {}) : await connection.request(name, payload);
      store.dispatch({ type: 'visitor', visitor });
      if (!preChatFields(undefined, visitor).some(({ required }) => required)) onIntroduced();
      return null;
    } catch (error) {
      throwUnlessRefusal(error);
      return error.wire;
    }
  }
  return {
    async read() {
      // What is not known is not asked for: the chat goes on without it.
      await ask('visitor:read', {});
    },
    introduce: (introduction) => ask('visitor:introduce', introduction),
  };
}
