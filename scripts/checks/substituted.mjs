/**
 * A service's environment with an operator's variables replaced by their defaults, or by a stand-in that is long enough for a
 * secret.
 *
 * @returns {Record<string, string>}
 */
export function substituted(environment) {
  const pairs = Array.isArray(environment)
    ? environment.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)])
    : Object.entries(environment);
  const standIn = 'x'.repeat(64);
  return Object.fromEntries(
    pairs.map(([name, value]) => [
      name,
      String(value).replace(/\$\{\w+(?::?([-?])([^}]*))?\}/g, (_all, operator, word) =>
        operator === '-' ? word : standIn,
      ),
    ]),
  );
}
