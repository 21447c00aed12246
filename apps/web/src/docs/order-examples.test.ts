import { orderReply } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { runSignedServer } from '../testing/run-signed-server.ts';
import { orderAnswerExample, orderExample, orderServerExample } from './order-examples.ts';

/** Of an example of HTTP. */
const bodyOf = (example: string) => JSON.parse(example.slice(example.indexOf('\n\n')));

test('the example server for orders tells of one to its customer, and to nobody else', async () => {
  const program = { code: orderServerExample, secretName: 'FRONTDESK_ORDERS_SECRET' };
  await runSignedServer(program, async ({ post }) => {
    const asked = bodyOf(orderExample);
    const ask = (more: object) => post({ body: JSON.stringify({ ...asked, data: { ...asked.data, ...more } }) });
    const answer = await ask({});
    expect(answer.status).toBe(200);
    expect(orderReply.parse(await answer.json())).toEqual(bodyOf(orderAnswerExample));
    const statusOf = async (more: object) => (await ask(more)).status;
    expect(await statusOf({ email: 'Ada@Shop.example' })).toBe(200);
    expect(await statusOf({ email: null, customerId: '42' })).toBe(200);
    expect(await statusOf({ email: 'eve@evil.example' })).toBe(404);
    expect(await statusOf({ email: null })).toBe(404);
    expect(await statusOf({ email: null, customerId: '43' })).toBe(404);
    for (const email of [null, 'ada@shop.example']) expect(await statusOf({ number: 'FE-10424', email })).toBe(404);
    expect((await post({ body: JSON.stringify(asked), signedBody: '{}' })).status).toBe(401);
  });
});
