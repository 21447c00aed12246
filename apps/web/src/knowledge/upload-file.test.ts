import { afterEach, expect, test, vi } from 'vitest';
import { uploadFile } from './upload-file.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a file whose name is too long is not sent, and that is what is said', async () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  const file = new File(['x'], `${'x'.repeat(200)}.txt`);
  expect(await uploadFile('s', file)).toMatch(/^x{80}: The file’s name may have up to 200 characters\.$/);
  expect(fetched).not.toHaveBeenCalled();
});

test('a file for which there is no room yet is sent again when there may be', async () => {
  vi.useFakeTimers();
  const full = { code: 'imports_waiting', message: 'Much waits.', retryAfterMs: 3_000 };
  const fetched = vi.fn(async () =>
    fetched.mock.calls.length < 3 ? Response.json({ error: full }, { status: 429 }) : Response.json({ sourceId: 'x' }),
  );
  vi.stubGlobal('fetch', fetched);
  const uploading = uploadFile('s', new File(['x'], 'a.txt'));
  await vi.advanceTimersByTimeAsync(2_900);
  expect(fetched).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await uploading).toBeNull();
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('a file for which there is no room for minutes is given up, and why is said', async () => {
  vi.useFakeTimers();
  const full = { code: 'imports_waiting', message: 'Much waits.', retryAfterMs: 5_000 };
  vi.stubGlobal('fetch', async () => Response.json({ error: full }, { status: 429 }));
  const uploading = uploadFile('s', new File(['x'], 'a.txt'));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(await uploading).toBe('a.txt: Much waits.');
});
