import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Post, runSignedServer } from '../testing/run-signed-server.ts';
import { webhookExamples } from './webhook-examples.ts';

test('the webhook example for Node takes what is signed for it and new, and nothing else', async () => {
  const program = { code: webhookExamples[0].code, secretName: 'FRONTDESK_WEBHOOK_SECRET' };
  await runSignedServer(program, async ({ post, breakOff }) => {
    const body = JSON.stringify({
      type: 'conversation:rated',
      data: { conversationId: 'one', seq: 1, comment: 'schön' },
    });
    const statusOf = async (what: Partial<Post> = {}) => (await post({ body, ...what })).status;
    expect(await statusOf()).toBe(204);
    expect(await statusOf({ ageSeconds: 600 })).toBe(401);
    expect(await statusOf({ signedBody: `${body} ` })).toBe(401);
    const other = `v1,${randomBytes(32).toString('base64')}`;
    expect(await statusOf({ among: (own) => `v1a,${randomBytes(64).toString('base64')} ${other} ${own}` })).toBe(204);
    expect(await statusOf({ among: (own) => `${own} ${other}` })).toBe(204);
    for (const refused of [other, `${other} ${other}`, '', ' ', 'v1,', 'v1'])
      expect(await statusOf({ among: () => refused })).toBe(401);
    expect(await statusOf({ among: (own) => own.replace('v1,', 'v2,') })).toBe(401);
    await breakOff();
    expect(await statusOf()).toBe(204);
  });
});
