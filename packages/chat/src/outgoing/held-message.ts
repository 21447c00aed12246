import type { Outbox } from './outbox.ts';
import { isRefused, type Uploads } from './uploads.ts';

/** What waits in the field for its files. */
export interface HeldMessage {
  /**
   * @param onTaken it waits in its conversation from now on: it is not the field's any more
   * @returns its undo: it waits no longer
   */
  hold(text: string, onTaken: () => void): () => void;
  /** Its conversation is left: it goes on waiting there. */
  leave(): void;
}

export function createHeldMessage(uploads: Uploads, outbox: Outbox): HeldMessage {
  let held: { text: string; onTaken: () => void } | null = null;
  return {
    hold(text, onTaken) {
      const mine = { text, onTaken };
      held = mine;
      return () => {
        if (held === mine) held = null;
      };
    },
    leave() {
      if (held === null) return;
      const { text, onTaken } = held;
      held = null;
      onTaken();
      const sent = uploads.getState().filter((upload) => !isRefused(upload));
      outbox.sendLater(
        text,
        sent.map(({ name }) => name),
        uploads.setAside,
      );
    },
  };
}
