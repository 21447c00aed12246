import type { NoticePublisher } from '@frontdesk/queue';

/** Tells every gateway that a site was removed or restored, so that its sockets are looked at again; and workers. */
export class SiteRemovals {
  readonly #notices: Pick<NoticePublisher, 'publish'>;
  readonly #listeners = new Set<(siteId: string) => void>();

  constructor(notices: Pick<NoticePublisher, 'publish'>) {
    this.#notices = notices;
  }

  /** Here: after the commit. */
  announce(siteId: string): void {
    this.receive(siteId);
    this.#notices.publish({ kind: 'removed', siteId }, { kind: 'published', siteId });
  }

  /** At any gateway. */
  receive(siteId: string): void {
    for (const listener of this.#listeners) listener(siteId);
  }

  /** @returns its undo */
  onChange(listener: (siteId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
