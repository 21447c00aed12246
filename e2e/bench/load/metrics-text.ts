/** Figures of a process as its `/metrics` shows them, in Prometheus' text format. */
export interface MetricsText {
  /** The value of a metric, of all its labels together that have these values; 0 where there is none. */
  total(name: string, labels?: Readonly<Record<string, string>>): number;
}

export function parseMetrics(text: string): MetricsText {
  const samples = text.split('\n').flatMap((line) => {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    if (!match) return [];
    const labels = [...(match[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [{ name: match[1], labels: new Map(labels.map(([, key, value]) => [key, value])), value: Number(match[3]) }];
  });
  return {
    total: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name)
        .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels.get(key) === value))
        .reduce((sum, { value }) => sum + value, 0),
  };
}

/** An overloaded process answers late, and its figures are wanted then most of all. */
const patienceMs = 60_000;

export async function readMetrics(url: string): Promise<MetricsText> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`${url}/metrics: ${response.status}`);
  return parseMetrics(await response.text());
}
