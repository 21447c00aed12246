import { expect, test } from 'vitest';
import { longestOf, type TraceEvent } from './main-thread-tasks.ts';

const page = { pid: 1, tid: 10 };
const compositor = { pid: 1, tid: 11 };
const names: TraceEvent[] = [
  { ...page, ph: 'M', name: 'thread_name', args: { name: 'CrRendererMain' } },
  { ...compositor, ph: 'M', name: 'thread_name', args: { name: 'Compositor' } },
];
const task = (dur: number, tdur?: number): TraceEvent => ({
  ...{ ...page, ph: 'X', name: 'ThreadControllerImpl::RunTask', dur },
  ...(tdur === undefined ? {} : { tdur }),
});

test('the longest by either clock need not be the same task; other threads and events do not count', () => {
  const events = [
    ...[...names, task(9_000, 2_000), task(4_000, 3_500), task(1_000)],
    ...[
      { ...task(50_000, 50_000), ...compositor },
      { ...task(60_000, 60_000), name: 'ParseHTML' },
    ],
  ];
  expect(longestOf(events)).toEqual({ cpuMs: 3.5, wallMs: 9 });
});

test('where nothing was noted, nothing was measured', () => {
  expect(longestOf(names)).toEqual({ cpuMs: Number.NaN, wallMs: Number.NaN });
  expect(longestOf([...names, task(9_000)]).cpuMs).toBeNaN();
});
