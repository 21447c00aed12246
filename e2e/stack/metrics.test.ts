import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createScalingMetrics } from '../../apps/autoscaler/src/scaling-metrics.ts';
import { createGatewayMetrics } from '../../apps/gateway/src/metrics.ts';
import { createWorkerMetrics } from '../../apps/worker/src/worker-metrics.ts';

const exposing = {
  gateway: createGatewayMetrics,
  worker: () => createWorkerMetrics({ running: () => 0 }),
  autoscaler: createScalingMetrics,
};
const manual = readFileSync(new URL('../../packages/telemetry/METRICS.md', import.meta.url), 'utf8');

/** The names of the first column of a process's table; one that begins with `_` goes on with the one before it. */
function toldNames(process: string): string[] {
  const [, table = ''] = manual.split(`| \`frontdesk_${process}_…\``);
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n').slice(2);
  return rows.flatMap((row) => {
    const names = [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const begun = names[0]?.replace(/_[^_]+$/, '');
    return names.map((name) => `frontdesk_${process}_${name.startsWith('_') ? begun : ''}${name}`);
  });
}

it.each(Object.keys(exposing) as (keyof typeof exposing)[])(
  '%s shows the metrics that are told, and no others',
  async (process) => {
    const text = await exposing[process]().expose();
    const shown = [...text.matchAll(/^# TYPE (frontdesk_\w+) /gm)].map(([, name]) => name);
    expect(toldNames(process).toSorted()).toEqual(shown.toSorted());
  },
);
