const units = ['byte', 'kilobyte', 'megabyte'] as const;

/** A file's size in a language's own words, rounded as people say it. */
export function fileSize(bytes: number, language: string): string {
  const power = Math.min(2, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const size = bytes / 1_000 ** power;
  const maximumFractionDigits = power === 2 && size < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    // The short form of a byte knows no plural.
    ...{ style: 'unit', unit: units[power] ?? 'byte', unitDisplay: power === 0 ? 'long' : 'short' },
    maximumFractionDigits,
  }).format(size);
}
