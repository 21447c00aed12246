import { inboxLimits } from '@frontdesk/protocol';

/** Pure: beyond the most that is counted, nobody knows how many there are. */
export const countText = (count: number): string =>
  count >= inboxLimits.counted ? `${inboxLimits.counted - 1}+` : count.toLocaleString('en');
