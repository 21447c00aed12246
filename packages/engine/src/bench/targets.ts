/** What the engine is to reach; `bench:engine -- --check` fails where it does not. */
export interface Target {
  name: string;
  value: number;
  unit: string;
  limit: number;
  direction: 'at least' | 'at most';
}

export function isMissed({ value, limit, direction }: Target): boolean {
  // NaN counts as missed.
  return direction === 'at least' ? !(value >= limit) : !(value <= limit);
}

export function describeTarget({ name, value, unit, limit, direction }: Target): string {
  return `${name}: ${value.toFixed(2)} ${unit}, wanted ${direction} ${limit} ${unit}`;
}
