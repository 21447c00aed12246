import type { NoticePublisher } from '@frontdesk/queue';
import { Announcements } from './announcements.ts';

/**
 * Tells every gateway that an anonymous visitor's conversations are an identified customer's now: no socket of before hears on. Null: of
 * any visitor, where notices were lost.
 */
export class MovedVisitors extends Announcements<string, null> {
  constructor(notices: Pick<NoticePublisher, 'publish'>) {
    super(notices, (visitorId) => [{ kind: 'moved', visitorId }]);
  }
}
