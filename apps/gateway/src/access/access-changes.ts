import type { NoticePublisher } from '@frontdesk/queue';

/** Tells every gateway whose sessions, memberships or roles have changed, so that their sockets are looked at again. */
export class AccessChanges {
  readonly #notices: NoticePublisher;
  readonly #listeners = new Set<(userId: string | null) => void>();

  constructor(notices: NoticePublisher) {
    this.#notices = notices;
  }

  /** Somebody's changed, here: after the commit. */
  announce(userId: string): void {
    this.receive(userId);
    this.#notices.publish({ kind: 'access', userId });
  }

  /** Somebody's changed, at any gateway; null: anybody's may have, since notices were lost. */
  receive(userId: string | null): void {
    for (const listener of this.#listeners) listener(userId);
  }

  /** @returns its undo */
  onChange(listener: (userId: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
