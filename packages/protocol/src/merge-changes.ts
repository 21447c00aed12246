import * as z from 'zod/mini';

/** In the body of a change: the values that its page was loaded with, as they were told. A page of the version before does not say it. */
export const loadedValues = z.optional(z.record(z.string(), z.unknown()));

/**
 * Pure: what is so once somebody has changed some of several values. What they left as it was stays as others have made it since,
 * name by name; a list of texts has what either has added, and not what either has taken away. Another list, or what both have
 * changed, is as they have it.
 * @param now what is so by then
 * @param change.values all of them, as they want them
 * @param change.before what was so when they began; left out, `values` are all
 */
export function mergeChanges<Values extends object>(
  now: Values,
  { values, before }: { values: Values; before: object | undefined },
): Values {
  return before ? (merged(now, values, before) as Values) : values;
}

function merged(now: unknown, values: unknown, before: unknown): unknown {
  if (isSame(values, before)) return now;
  if (isTexts(now) && isTexts(values) && isTexts(before)) {
    const others = now.filter((text) => !values.includes(text) && !before.includes(text));
    const both = [...values.filter((text) => now.includes(text) || !before.includes(text)), ...others];
    // That each has left another one is no wish for none.
    return both.length > 0 ? both : values;
  }
  if (!isNamed(now) || !isNamed(values) || !isNamed(before)) return values;
  const entries = namesOf(values, now).map((name) => [name, merged(now[name], values[name], before[name])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** In whatever order the names are: the database has one of its own. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return one === other;
  return namesOf(one, other).every((name) => isSame(one[name], other[name]));
}

const namesOf = (one: object, other: object): string[] => [...new Set([...Object.keys(one), ...Object.keys(other)])];
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
const isNamed = (value: unknown): value is Record<string, unknown> => isObject(value) && !Array.isArray(value);
