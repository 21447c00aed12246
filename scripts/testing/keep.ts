import { afterAll, onTestFinished } from 'vitest';

interface Closable {
  close(): unknown;
}

/** Closes what a test has opened, or what was opened before each, when that test is over: what was opened last first. */
export function keep<Opened extends Closable>(opened: Opened): Opened {
  onTestFinished(async () => {
    await opened.close();
  });
  return opened;
}

/** Closes what the tests of a file share when all of them are over: what was opened last first. */
export function keepForAll<Opened extends Closable>(opened: Opened): Opened {
  afterAll(async () => {
    await opened.close();
  });
  return opened;
}
