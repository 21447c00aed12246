import { attachmentLimits } from '@frontdesk/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { type ReplyFile, replyFiles } from './reply-files.ts';

afterEach(() => vi.unstubAllGlobals());

test('a file whose name is cut in the middle of a sign is sent without that half', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    return Response.json({ id: 'a' });
  });
  let files: readonly ReplyFile[] = [];
  const uploads = replyFiles({ siteId: 's', conversationId: 'c' }, files, (next) => {
    files = next(files);
  });
  const rest = `${'x'.repeat(attachmentLimits.nameChars - 5)}.png`;
  uploads.add([new File(['x'], `🌿${rest}`)]);
  await vi.waitFor(() => expect(files[0]?.attachment ?? files[0]?.problem).toEqual({ id: 'a' }));
  expect(asked).toEqual([`/v1/admin/sites/s/conversations/c/attachments?name=${rest}`]);
});
