import { describe, expect, it } from 'vitest';
import { ProgressPrinter } from './progress-printer.ts';

function print(isTTY: boolean): string {
  let text = '';
  const out = { isTTY, write: (chunk: string) => (text += chunk) } as unknown as NodeJS.WriteStream;
  const printer = new ProgressPrinter(out);
  printer.print({ step: 'download', bytes: 46_400_000, total: 92_800_000, bytesPerSecond: 2_500_000 });
  printer.print({ step: 'retry', attempt: 2, attempts: 3, waitMs: 2_100, reason: 'no route' });
  printer.end({ dir: '/models/x' });
  return text;
}

describe('ProgressPrinter', () => {
  it('prints a JSON object per line for programs', () => {
    const lines = print(false)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      { step: 'download', bytes: 46_400_000, total: 92_800_000, bytesPerSecond: 2_500_000 },
      { step: 'retry', attempt: 2, attempts: 3, waitMs: 2_100, reason: 'no route' },
      { dir: '/models/x' },
    ]);
  });

  it('writes one line over on a terminal, and keeps what went wrong', () => {
    const text = print(true);
    expect(text).toContain('46.4 of 92.8 MB (50 %), 2.5 MB/s\r');
    expect(text).toContain('Fetching failed (no route); attempt 2 of 3 in 2 s\nModel ready: /models/x\n');
  });
});
