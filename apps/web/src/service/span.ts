const units = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1_000, name: 's' },
] as const;

/** `45 s`, `3 min`, `2 h 10 min`, `4 d 3 h`: a length of time by its two largest units, rounded down. */
export function formatSpan(ms: number): string {
  const first = units.findIndex((unit) => ms >= unit.ms);
  const unit = units[first];
  if (!unit) return ms > 0 ? 'less than 1 s' : '0 s';
  const count = Math.floor(ms / unit.ms);
  const smaller = units[first + 1];
  const rest = smaller && unit.name !== 'min' ? Math.floor((ms - count * unit.ms) / smaller.ms) : 0;
  return `${count} ${unit.name}${smaller && rest > 0 ? ` ${rest} ${smaller.name}` : ''}`;
}
