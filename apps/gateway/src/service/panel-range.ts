import { CodedError, mostPanelMinutes, type servicePanelQuery } from '@frontdesk/protocol';
import type { z } from 'zod/mini';

const minuteMs = 60_000;
/** Up to so many minutes a step of so many is short enough for a chart, and long enough for a percentile to mean something. */
const steps = [
  { upToMinutes: 120, stepMinutes: 1 },
  { upToMinutes: 2 * 24 * 60, stepMinutes: 15 },
  { upToMinutes: 10 * 24 * 60, stepMinutes: 60 },
  { upToMinutes: mostPanelMinutes, stepMinutes: 6 * 60 },
] as const;

export interface PanelRange {
  from: Date;
  to: Date;
  stepMinutes: number;
}

/**
 * Which time is asked for, in steps that begin at full minutes, quarters or hours (UTC), so that one page's steps are the next one's.
 * @throws CodedError `bad_request` for a range that ends before it begins, or is longer than figures are kept
 */
export function panelRange(query: z.infer<typeof servicePanelQuery>, now: Date): PanelRange {
  const end = 'to' in query ? Math.min(Date.parse(query.to), now.getTime()) : now.getTime();
  const begin = 'from' in query ? Date.parse(query.from) : end - query.minutes * minuteMs;
  const minutes = (end - begin) / minuteMs;
  if (!(minutes > 0 && minutes <= mostPanelMinutes)) {
    throw new CodedError('bad_request', { message: 'Choose a range of at most 90 days that ends after it begins.' });
  }
  const stepMinutes = steps.find(({ upToMinutes }) => minutes <= upToMinutes)?.stepMinutes ?? 360;
  const stepMs = stepMinutes * minuteMs;
  // The running minute is not rolled up yet.
  const to = new Date(Math.floor(end / minuteMs) * minuteMs);
  const from = new Date(Math.floor(begin / stepMs) * stepMs);
  return { from: from < to ? from : new Date(to.getTime() - stepMs), to, stepMinutes };
}
