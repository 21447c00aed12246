import type { PrepareProgress } from './progress.ts';

/** Prints progress: JSON lines for a program, or one line on a terminal that is written over. */
export class ProgressPrinter {
  private readonly out: NodeJS.WriteStream;
  private lineIsOpen = false;

  constructor(out: NodeJS.WriteStream) {
    this.out = out;
  }

  print(progress: PrepareProgress): void {
    if (!this.out.isTTY) {
      this.out.write(`${JSON.stringify(progress)}\n`);
      return;
    }
    this.out.write(`\r\u001b[K${describe(progress)}`);
    this.lineIsOpen = true;
    if (progress.step === 'retry' || progress.step === 'rebuild') this.closeLine();
  }

  end(result: { dir: string }): void {
    this.closeLine();
    this.out.write(this.out.isTTY ? `Model ready: ${result.dir}\n` : `${JSON.stringify(result)}\n`);
  }

  private closeLine(): void {
    if (this.lineIsOpen) this.out.write('\n');
    this.lineIsOpen = false;
  }
}

/** One line for a person. */
export function describe(progress: PrepareProgress): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  switch (progress.step) {
    case 'download': {
      const { bytes, total, bytesPerSecond } = progress;
      const percent = Math.floor((100 * bytes) / total);
      return `Fetching the model: ${megabytes(bytes)} of ${megabytes(total)} MB (${percent} %), ${megabytes(bytesPerSecond)} MB/s`;
    }
    case 'retry':
      return `Fetching failed (${progress.reason}); attempt ${progress.attempt} of ${progress.attempts} in ${Math.round(progress.waitMs / 1_000)} s`;
    case 'unpack':
      return `Unpacking the model: ${megabytes(progress.bytes)} of ${megabytes(progress.total)} MB`;
    case 'convert':
      return `Converting the model: layer ${progress.layers + 1} of ${progress.total}`;
    case 'wait':
      return 'Another process is preparing the model; waiting for it';
    case 'rebuild':
      return `${progress.reason} It is made anew.`;
    default:
      return progress satisfies never;
  }
}
