/** By what tells them: most name older ones, too, so the first that is found is meant. */
const browsers = [
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Chrome', 'Chrome'],
  ['CriOS', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const systems = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Pure: a browser and its system, in short, as people call them. */
export function browserName(userAgent: string | null): string {
  const named = [browsers, systems].flatMap((all) => all.find(([sign]) => userAgent?.includes(sign))?.[1] ?? []);
  return named.length > 0 ? named.join(' on ') : 'A browser';
}
