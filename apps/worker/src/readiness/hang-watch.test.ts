import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HangWatch, watchForHangs } from './hang-watch.ts';

let watch: HangWatch;
let running: number;
const onHang = vi.fn();
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  onHang.mockReset();
  [watch, running] = [new HangWatch(), 1];
  const prefix = {
    bytes: 0,
    blocks: 0,
    budgetBlocks: 0,
    pinnedBlocks: 0,
    askedTokens: 0,
    hitTokens: 0,
    evictedBlocks: 0,
  };
  stop = watchForHangs({ watch, onHang, stats: () => ({ running, waiting: 0, prefix: { ...prefix, savedMs: 0 } }) });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('an engine with something to do', () => {
  it('that ends no run for more than ten seconds hangs, which is said once', () => {
    watch.stepped({ ms: 100 });
    vi.advanceTimersByTime(10_500);
    expect(onHang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(onHang).toHaveBeenCalledOnce();
  });

  it('does not hang while a run ends now and then', () => {
    for (let run = 0; run < 10; run += 1) {
      vi.advanceTimersByTime(9_000);
      watch.stepped({ ms: 100 });
    }
    expect(onHang).not.toHaveBeenCalled();
  });

  it('does not hang as long as a larger model may take for a run, but then', () => {
    watch.stepped({ ms: 17_000 });
    vi.advanceTimersByTime(67_500);
    expect(onHang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(onHang).toHaveBeenCalledOnce();
  });

  it('is found to hang also after its process was stopped for an hour', () => {
    watch.stepped({ ms: 3_600_000 });
    vi.advanceTimersByTime(302_000);
    expect(onHang).toHaveBeenCalledOnce();
  });

  it('does not hang because the machine slept, or the event loop was held up', () => {
    // However long that takes, a timer fires once after it.
    for (let sleep = 0; sleep < 5; sleep += 1) {
      vi.setSystemTime(Date.now() + 3_600_000);
      vi.advanceTimersByTime(1_000);
    }
    expect(onHang).not.toHaveBeenCalled();
  });
});

it('an engine that has nothing to do does not hang, nor does what begins after that', () => {
  running = 0;
  vi.advanceTimersByTime(60_000);
  running = 1;
  vi.advanceTimersByTime(9_000);
  expect(onHang).not.toHaveBeenCalled();
});

it('is not watched any more once it is stopped', () => {
  stop();
  vi.advanceTimersByTime(60_000);
  expect(onHang).not.toHaveBeenCalled();
});
