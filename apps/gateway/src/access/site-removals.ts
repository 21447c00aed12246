import type { NoticePublisher } from '@frontdesk/queue';
import { Announcements } from './announcements.ts';

/** Tells every gateway that a site was removed or restored, so that its sockets are looked at again; and workers. */
export class SiteRemovals extends Announcements<string> {
  constructor(notices: Pick<NoticePublisher, 'publish'>) {
    super(notices, (siteId) => [
      { kind: 'removed', siteId },
      { kind: 'published', siteId },
    ]);
  }
}
