import { afterEach, expect, test, vi } from 'vitest';
import { uploadFile } from './upload-file.ts';

afterEach(() => vi.unstubAllGlobals());

test('a file whose name is too long is not sent, and that is what is said', async () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  const file = new File(['x'], `${'x'.repeat(200)}.txt`);
  expect(await uploadFile('s', file)).toMatch(/^x{80}: The file’s name may have up to 200 characters\.$/);
  expect(fetched).not.toHaveBeenCalled();
});
