import { latencyEdgesMs } from '@frontdesk/protocol';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Edges of every latency histogram, in seconds: those of the stored ones and of the dashboard. */
export const latencyBucketsSeconds = latencyEdgesMs.map((edgeMs) => edgeMs / 1_000);

export interface Metrics {
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  gauge<Label extends string>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>;
  /** A histogram of seconds over {@link latencyBucketsSeconds}; its name ends with `_seconds`. */
  latency<Label extends string>(name: string, help: string, labels?: readonly Label[]): Histogram<Label>;
  /** The body of `GET /metrics`. */
  expose(): Promise<string>;
  readonly contentType: string;
}

/** One registry per process. Names get the prefix `frontdesk_<process>_`. */
export function createMetrics(processName: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const config = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) => ({
    name: `frontdesk_${processName}_${name}`,
    help,
    labelNames,
    registers: [registry],
  });
  return {
    counter: (name, help, labels) => new Counter(config(name, help, labels)),
    gauge: (name, help, labels) => new Gauge(config(name, help, labels)),
    latency: (name, help, labels) => {
      if (!name.endsWith('_seconds')) throw new Error(`a latency is named *_seconds: ${name}`);
      return new Histogram({ ...config(name, help, labels), buckets: latencyBucketsSeconds });
    },
    expose: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
