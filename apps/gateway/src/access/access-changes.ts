import type { NoticePublisher } from '@frontdesk/queue';
import { Announcements } from './announcements.ts';

/**
 * Tells every gateway whose sessions, memberships or roles have changed, so that their sockets are looked at again; null: anybody's
 * may have, since notices were lost.
 */
export class AccessChanges extends Announcements<string, null> {
  constructor(notices: Pick<NoticePublisher, 'publish'>) {
    super(notices, (userId) => [{ kind: 'access', userId }]);
  }
}
