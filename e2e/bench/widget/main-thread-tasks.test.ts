import { expect, test } from 'vitest';
import { longestOf, scriptTasksMs, type TraceEvent } from './main-thread-tasks.ts';

const page = { pid: 1, tid: 10 };
const compositor = { pid: 1, tid: 11 };
const names: TraceEvent[] = [
  { ...page, ts: 0, ph: 'M', name: 'thread_name', args: { name: 'CrRendererMain' } },
  { ...compositor, ts: 0, ph: 'M', name: 'thread_name', args: { name: 'Compositor' } },
];
const task = (dur: number, tdur?: number): TraceEvent => ({
  ...{ ...page, ph: 'X', name: 'ThreadControllerImpl::RunTask', ts: 0, dur },
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

test("a site's scripts are charged with whole tasks: those that they are evaluated in, and those that go on with what they waited for", () => {
  const shop = { ...page, pid: 2 };
  const at = (ts: number, tdur: number) => ({ ...task(1_000, tdur), ts });
  const within = (ts: number, name: string, url?: string): TraceEvent => ({
    ...{ ...page, ph: 'X', name, ts, dur: 10, tdur: 10 },
    ...(url ? { args: { data: { url } } } : {}),
  });
  const events = [
    ...names,
    { ...(names[0] as TraceEvent), ...shop },
    ...[at(0, 700), within(100, 'EvaluateScript', 'https://chat.example/widget.js'), within(200, 'v8.run')],
    ...[
      at(2_000, 800),
      { ...at(3_100, 300), name: 'BlinkScheduler_PerformMicrotaskCheckpoint' },
      within(3_200, 'RunMicrotasks'),
    ],
    // That it was asked for, in a task of the page's.
    { ...within(4_050, 'ResourceSendRequest', 'https://chat.example/widget.js'), ph: 'I' },
    ...[
      at(4_000, 500),
      within(4_100, 'EvaluateScript', 'https://shop.example/'),
      at(6_000, 900),
      within(6_100, 'Layout'),
    ],
    // Another page's.
    ...[
      { ...at(0, 800), ...shop },
      { ...within(100, 'RunMicrotasks'), ...shop },
    ],
  ];
  expect(scriptTasksMs(events, 'https://chat.example/')).toBe(1);
  expect(scriptTasksMs(events, 'https://other.example/')).toBeNaN();
});
