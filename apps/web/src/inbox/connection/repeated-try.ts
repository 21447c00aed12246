const firstMs = 2_000;
const mostMs = 30_000;

/** Tries something again, each time twice as long after the try before, until it is told that it worked. */
export class RepeatedTry {
  private readonly run: () => unknown;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private nextMs = firstMs;

  constructor(run: () => unknown) {
    this.run = run;
  }

  /** It failed. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.run, this.nextMs);
    this.nextMs = Math.min(2 * this.nextMs, mostMs);
  }

  /** It worked, or is not wanted any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.nextMs = firstMs;
  }
}
