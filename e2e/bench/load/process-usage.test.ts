import { expect, it } from 'vitest';
import { familySeconds, parseMemory, parseStat } from './process-usage.ts';

const stat = (pid: number, parent: number, [own, system, ended, endedSystem]: readonly number[], name = 'node') =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194304 900 0 1 0 ${own} ${system} ${ended} ${endedSystem} 20 0 11 0 5000 1 2\n`;

it('processor time is read behind the name, whatever the name is', () => {
  expect(parseStat(stat(42, 7, [150, 50, 25, 5], 'a) S 1 (b'))).toEqual({
    ...{ pid: 42, parent: 7, ownSeconds: 2, endedChildrenSeconds: 0.3 },
  });
});

it('a server is itself, its children, and those that have ended', () => {
  const all = [
    stat(1, 0, [900, 0, 900, 0]),
    stat(10, 1, [10, 10, 100, 20]),
    stat(11, 10, [50, 0, 0, 0]),
    stat(12, 10, [0, 30, 0, 0]),
    stat(13, 11, [999, 0, 0, 0]),
  ].map(parseStat);
  expect(familySeconds(10, all)).toBeCloseTo(2.2);
});

it('memory is what a process has of shared pages, or else all of them', () => {
  const rollup = '5592-7ffe ---p 00000000 00:00 0    [rollup]\nRss:   1976 kB\nPss:    258 kB\nPss_Dirty:   112 kB\n';
  expect(parseMemory(rollup)).toBe(258 * 1_024);
  expect(parseMemory('Name:\tnode\nVmHWM:\t    1860 kB\nVmRSS:\t    1800 kB\n')).toBe(1_800 * 1_024);
  expect(parseMemory('Name:\tkthread\n')).toBeNaN();
});
