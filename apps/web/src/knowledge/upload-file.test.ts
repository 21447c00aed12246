import { afterEach, expect, test, vi } from 'vitest';
import { uploadFiles } from './upload-file.ts';

/** What came of each, as far as they are. */
function upload(...files: File[]) {
  const seen: (string | null)[] = [];
  const ending = uploadFiles(
    's',
    { files },
    {
      onWaits: () => seen.at(-1) === 'waits' || seen.push('waits'),
      onEnded: async (failure) => void seen.push(failure),
    },
  );
  return { seen, ending };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a file whose name is too long is not sent, and that is what is said', async () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  const file = new File(['x'], `${'x'.repeat(200)}.txt`);
  const { seen, ending } = upload(file);
  await ending;
  expect(seen.join()).toMatch(/^x{80}: The file’s name may have up to 200 characters\.$/);
  expect(fetched).not.toHaveBeenCalled();
});

test('of two files of one name the first takes the place of what there is, the other is one of its own', async () => {
  const fetched = vi.fn(async (_path: string, _request: RequestInit) => Response.json({ sourceId: 'x' }));
  vi.stubGlobal('fetch', fetched);
  const files = [new File(['x'], 'a.txt'), new File(['y'], 'a.txt')];
  const replaces = new Map([['a.txt', 'one']]);
  await uploadFiles('s', { files, replaces }, { onWaits() {}, async onEnded() {} });
  expect(fetched.mock.calls.map(([path, { method }]) => `${method} ${path.replace('/v1/admin/', '')}`)).toEqual([
    'PUT sites/s/files/one?name=a.txt',
    'POST sites/s/files?name=a.txt',
  ]);
});

test('a file for which there is no room yet is sent again when there may be', async () => {
  vi.useFakeTimers();
  const full = { code: 'imports_waiting', message: 'Much waits.', retryAfterMs: 3_000 };
  const fetched = vi.fn(async () =>
    fetched.mock.calls.length < 3 ? Response.json({ error: full }, { status: 429 }) : Response.json({ sourceId: 'x' }),
  );
  vi.stubGlobal('fetch', fetched);
  const { seen, ending } = upload(new File(['x'], 'a.txt'));
  await vi.advanceTimersByTimeAsync(2_900);
  expect(fetched).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(5_900);
  expect(fetched).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_000);
  await ending;
  expect(seen).toEqual(['waits', null]);
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('files are given up, and why is said, when none has found room for an hour', async () => {
  vi.useFakeTimers();
  const full = { code: 'imports_waiting', message: 'Much waits.', retryAfterMs: 5_000 };
  let isRoom = false;
  vi.stubGlobal('fetch', async () => {
    if (!isRoom) return Response.json({ error: full }, { status: 429 });
    isRoom = false;
    return Response.json({ sourceId: 'x' });
  });
  const { seen, ending } = upload(...['a', 'b', 'c'].map((name) => new File(['x'], `${name}.txt`)));
  await vi.advanceTimersByTimeAsync(50 * 60_000);
  isRoom = true;
  await vi.advanceTimersByTimeAsync(50 * 60_000);
  expect(seen).toEqual(['waits', null, 'waits']);
  await vi.advanceTimersByTimeAsync(11 * 60_000);
  await ending;
  expect(seen).toEqual(['waits', null, 'waits', 'b.txt: Much waits.', 'c.txt: Much waits.']);
});
