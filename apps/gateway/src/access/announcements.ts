import type { Notice } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';

/** Tells what has changed to whoever listens here, and by notices to every other gateway. `Lost`: said where notices were lost. */
export class Announcements<Id, Lost = never> {
  readonly #notices: Pick<NoticePublisher, 'publish'>;
  readonly #noticesOf: (id: Id) => Notice[];
  readonly #listeners = new Set<(id: Id | Lost) => void>();

  constructor(notices: Pick<NoticePublisher, 'publish'>, noticesOf: (id: Id) => Notice[]) {
    this.#notices = notices;
    this.#noticesOf = noticesOf;
  }

  /** Here: after the commit. */
  announce(id: Id): void {
    this.receive(id);
    this.#notices.publish(...this.#noticesOf(id));
  }

  /** At any gateway. */
  receive(id: Id | Lost): void {
    for (const listener of this.#listeners) listener(id);
  }

  /** @returns its undo */
  onChange(listener: (id: Id | Lost) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
