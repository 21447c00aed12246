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

function describeTarget({ name, value, unit, limit, direction }: Target): string {
  return `${name}: ${value.toFixed(2)} ${unit}, wanted ${direction} ${limit} ${unit}`;
}

export function atLeast(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, limit, unit, direction: 'at least' };
}

export function atMost(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, limit, unit, direction: 'at most' };
}

/** Says which ones are missed; the process then ends with exit code 1. */
export function checkTargets(targets: readonly Target[]): void {
  const missed = targets.filter(isMissed);
  for (const target of missed) console.error(`Missed: ${describeTarget(target)}`);
  if (missed.length > 0) process.exitCode = 1;
  else console.log('All figures are within their targets.');
}
