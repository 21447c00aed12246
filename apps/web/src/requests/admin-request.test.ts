import { afterEach, expect, it, vi } from 'vitest';
import { adminRequest } from './admin-request.ts';
import { goOn } from './session-end.ts';

const fetched = vi.fn<typeof fetch>();
const neverAnswers = () => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  fetched.mockImplementation(
    (_path, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      }),
  );
};
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([
  ['GET', /try again\.$/],
  ['POST', /whether it was done/],
])('gives up on a server that never answers (%s)', async (method, message) => {
  neverAnswers();
  const asked = adminRequest(method, 'sites');
  const refused = expect(asked).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(message) });
  await vi.advanceTimersByTimeAsync(60_000);
  await refused;
});

it('lets a file take its time', async () => {
  neverAnswers();
  const settled = vi.fn();
  adminRequest('POST', 'files', new Blob(['a'])).then(settled, settled);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(settled).not.toHaveBeenCalled();
});

it('says that a server which is not there cannot be reached', async () => {
  vi.stubGlobal('fetch', fetched);
  fetched.mockRejectedValue(new TypeError('fetch failed'));
  await expect(adminRequest('GET', 'sites')).rejects.toMatchObject({ message: expect.stringMatching(/be reached/) });
});

it('asks again, and nobody to sign in, where it is refused once somebody has signed in again', async () => {
  vi.stubGlobal('fetch', fetched);
  let refuse = () => {};
  const refused = new Promise<Response>((resolve) => {
    const error = { code: 'sign_in_required', message: 'Please sign in.', traceId: 'a' };
    refuse = () => resolve(Response.json({ error }, { status: 401 }));
  });
  const answers = [refused, Response.json('here')];
  fetched.mockImplementation(async () => answers.shift() ?? Response.error());
  const answered = vi.fn();
  void adminRequest('GET', 'sites').then(answered);
  goOn();
  refuse();
  await vi.waitFor(() => expect(answered).toHaveBeenCalledWith('here'));
});
