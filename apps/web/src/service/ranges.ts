/** What the panel can be asked for by a click; `live` is short and asked for again every few seconds. */
export const ranges = [
  { id: 'live', label: 'Live', long: 'the last half hour', minutes: 30, everyMs: 5_000 },
  { id: '1h', label: '1 h', long: 'the last hour', minutes: 60, everyMs: 30_000 },
  { id: '24h', label: '24 h', long: 'the last 24 hours', minutes: 24 * 60, everyMs: 60_000 },
  { id: '7d', label: '7 d', long: 'the last 7 days', minutes: 7 * 24 * 60, everyMs: 120_000 },
  { id: '30d', label: '30 d', long: 'the last 30 days', minutes: 30 * 24 * 60, everyMs: 120_000 },
] as const;

export interface ShownRange {
  id: (typeof ranges)[number]['id'] | 'custom';
  /** In a sentence. */
  long: string;
  /** What the gateway is asked for. */
  query: string;
  /** After how many milliseconds again; null for a time that is over. */
  everyMs: number | null;
}

/** The range that an address names: `range=7d`, or `from` and `to`; else what is live. */
export function rangeOf(params: URLSearchParams): ShownRange {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  if (Date.parse(from) < Date.parse(to)) {
    const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    return { id: 'custom', long: 'this time', query: query.toString(), everyMs: null };
  }
  const { id, long, minutes, everyMs } = ranges.find((range) => range.id === params.get('range')) ?? ranges[0];
  return { id, long, query: `minutes=${minutes}`, everyMs };
}
