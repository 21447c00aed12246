'use client';

import { localTime } from '@frontdesk/chat/local-time';
import { type CustomTime, TimePicker } from '../admin/time-picker.tsx';
import { ranges, type ShownRange } from './ranges.ts';

const choices = ranges.map(({ id, label }) => ({ id, label, isLive: id === 'live' }));
const mostMs = 90 * 86_400_000;

/** Which time is shown; it stands in the address. */
export function RangePicker({ range }: { range: ShownRange }) {
  const custom: CustomTime = { type: 'datetime-local', from: localInput(-86_400_000), to: localInput(0), problemOf };
  return <TimePicker choices={choices} chosen={range.id} custom={custom} />;
}

function problemOf(from: Date, to: Date): string | null {
  const lengthMs = to.getTime() - from.getTime();
  if (!(lengthMs > 0)) return 'The end has to come after the beginning.';
  return lengthMs > mostMs ? 'Figures are kept for 90 days: choose at most that.' : null;
}

/** As such a field takes it, so long from now. */
const localInput = (fromNowMs: number): string => localTime(new Date(Date.now() + fromNowMs));
