import { expect, test } from 'vitest';
import { createFirstWordsClock } from './first-words-clock.ts';

function scripted() {
  const reports: [string, number][] = [];
  const paints: (() => void)[] = [];
  const time = { ms: 0 };
  const clock = createFirstWordsClock({
    report: (generationId, ttftMs) => reports.push([generationId, ttftMs]),
    afterPaint: (then) => paints.push(then),
    now: () => time.ms,
  });
  function paint(): void {
    for (const then of paints.splice(0)) then();
  }
  return { clock, reports, time, paint };
}

test('from send to paint, once', () => {
  const { clock, reports, time, paint } = scripted();
  clock.sent('m');
  clock.accepted('m', 'g');
  time.ms = 300;
  clock.words('g');
  expect(reports).toEqual([]);
  time.ms = 316;
  paint();
  clock.words('g');
  paint();
  expect(reports).toEqual([['g', 316]]);
});

test('the acknowledgement may come after the words', () => {
  const { clock, reports, time, paint } = scripted();
  clock.sent('m');
  time.ms = 100;
  clock.words('g');
  paint();
  time.ms = 500;
  clock.accepted('m', 'g');
  expect(reports).toEqual([['g', 100]]);
});

test('answers to messages that were not sent here are not measured', () => {
  const { clock, reports, paint } = scripted();
  clock.words('of another tab');
  paint();
  clock.accepted('never sent here', 'of another tab');
  expect(reports).toEqual([]);
});
