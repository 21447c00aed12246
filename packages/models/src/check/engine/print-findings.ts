import type { Tokenizer } from '@frontdesk/tokenizer';
import { type Findings, percent } from './examine.ts';

export function printTable(findings: Record<string, Findings>): void {
  const widths = [9, 7, 9, 11, 10, 13, 13, 9];
  const line = (cells: readonly (string | number)[]) =>
    console.log(cells.map((cell, index) => String(cell).padStart(widths[index] ?? 0)).join(''));
  line(['', 'ids', 'equal', 'near-ties', 'failures', 'error, rms', 'error, max', 'cached']);
  for (const [way, found] of Object.entries(findings)) {
    const errors = [found.rmsError, found.largestError].map((error) => error.toExponential(1));
    line([
      ...[way, found.ids, found.equalIds, found.nearTies.length, found.failures.length],
      ...[...errors, percent(found.cachedShare)],
    ]);
  }
}

/** Each of them, in words. */
export function printNearTies(findings: Record<string, Findings>, tokenizer: Tokenizer): void {
  const text = (id: number) => JSON.stringify(tokenizer.decode([id]));
  for (const [way, { nearTies }] of Object.entries(findings)) {
    for (const { prompt, position, id, likeliest, gap } of nearTies) {
      const ids = `${text(id)} instead of ${text(likeliest)}`;
      console.log(`near-tie: ${way}, prompt ${prompt}, id ${position}: ${ids}, gap ${gap.toFixed(4)}`);
    }
  }
}
