import type { Notice } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { Relay } from './relay.ts';

/** Where what happened is told: to all other processes, and to who is connected to this one. */
export interface Told {
  notices: Pick<NoticePublisher, 'publish'>;
  relay: Pick<Relay, 'receive'>;
}

/**
 * Tells everybody what happened in a conversation; who is connected to this process hears it at once.
 * @param before what only workers need to hear, before it
 */
export function tellAll({ notices, relay }: Told, happened: Notice, ...before: readonly Notice[]): void {
  notices.publish(...before, happened);
  relay.receive(happened);
}
