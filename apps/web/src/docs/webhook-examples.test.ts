import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { webhookExamples } from './webhook-examples.ts';

const key = randomBytes(32);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('the webhook example for Node takes what is signed for it and new, and nothing else', async () => {
  const port = await freePort();
  const program = spawn(process.execPath, ['--input-type=module', '--eval', webhookExamples[0].code], {
    env: { ...process.env, PORT: String(port), FRONTDESK_WEBHOOK_SECRET: `whsec_${key.toString('base64')}` },
    stdio: 'ignore',
  });
  try {
    const body = JSON.stringify({
      type: 'conversation:rated',
      data: { conversationId: 'one', seq: 1, comment: 'schön' },
    });
    const post = async ({ ageSeconds = 0, signedBody = body, among = (signature: string) => signature } = {}) => {
      const timestamp = Math.floor(Date.now() / 1_000) - ageSeconds;
      const signature = createHmac('sha256', key).update(`a.${timestamp}.${signedBody}`).digest('base64');
      const headers = {
        'webhook-id': 'a',
        'webhook-timestamp': `${timestamp}`,
        'webhook-signature': among(`v1,${signature}`),
      };
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
    };
    await vi.waitFor(async () => expect(await post()).toBe(204), { timeout: 10_000, interval: 100 });
    expect(await post({ ageSeconds: 600 })).toBe(401);
    expect(await post({ signedBody: `${body} ` })).toBe(401);
    const other = `v1,${randomBytes(32).toString('base64')}`;
    expect(await post({ among: (own) => `v1a,${randomBytes(64).toString('base64')} ${other} ${own}` })).toBe(204);
    expect(await post({ among: (own) => `${own} ${other}` })).toBe(204);
    for (const refused of [other, `${other} ${other}`, '', ' ', 'v1,', 'v1'])
      expect(await post({ among: () => refused })).toBe(401);
    expect(await post({ among: (own) => own.replace('v1,', 'v2,') })).toBe(401);
  } finally {
    program.kill();
  }
});
