import type { NoticePublisher } from '@frontdesk/queue';
import { Announcements } from './announcements.ts';

/**
 * Tells every gateway that a site was removed or restored, so that its sockets are looked at again; and workers. Null: of any site,
 * where notices were lost.
 */
export class SiteRemovals extends Announcements<string, null> {
  constructor(notices: Pick<NoticePublisher, 'publish'>) {
    super(notices, (siteId) => [
      { kind: 'removed', siteId },
      { kind: 'published', siteId },
    ]);
  }
}
