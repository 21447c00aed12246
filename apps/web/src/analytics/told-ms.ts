import { formatSpan } from '../service/span.ts';
import { formatMs } from '../words/duration.ts';

/** How long something took: precise below a minute, in two units above; a dash where nothing was measured. */
export const toldMs = (ms: number | null): string => (ms === null ? '–' : ms < 60_000 ? formatMs(ms) : formatSpan(ms));
