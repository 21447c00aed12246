import type { NoticePublisher } from '@frontdesk/queue';
import { Announcements } from '../access/announcements.ts';

/** Tells every gateway at which site it may have changed who is there for customers, or when. */
export class PeopleChanges extends Announcements<string> {
  constructor(notices: Pick<NoticePublisher, 'publish'>) {
    super(notices, (siteId) => [{ kind: 'people', siteId }]);
  }
}
