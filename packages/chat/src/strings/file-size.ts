const units = ['byte', 'kilobyte', 'megabyte'] as const;

/** A file's size in a language's own words, rounded as people say it. */
export function fileSize(bytes: number, language: string): string {
  // What rounds to a thousand is one of the next unit.
  const power = bytes < 1_000 ? 0 : bytes < 999_500 ? 1 : 2;
  const size = bytes / 1_000 ** power;
  const maximumFractionDigits = power === 2 && size < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    // The short form of a byte knows no plural.
    ...{ style: 'unit', unit: units[power], unitDisplay: power === 0 ? 'long' : 'short' },
    maximumFractionDigits,
  }).format(size);
}
