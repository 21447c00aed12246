import { formatValue } from '../load/judge.ts';
import { partNames } from './figures.ts';
import type { Gap, TakeOverParts } from './gaps.ts';
import { nameOf } from './schedule.ts';

/** Every answer that another claim went on with: its gap, and what that consists of. The first row is the header. */
export function takeOverRows(gaps: readonly Gap[]): string[][] {
  const parts = Object.keys(partNames) as (keyof TakeOverParts)[];
  const rows = gaps
    .filter(({ event }) => event.kind === 'worker-killed' || event.kind === 'worker-stopped')
    .map((gap) => [
      nameOf(gap.event),
      formatValue(gap.gapMs, 0),
      ...parts.map((part) => formatValue(gap.parts?.[part] ?? Number.NaN, 0)),
    ]);
  return [['', 'gap', ...parts.map((part) => partNames[part])], ...rows];
}
