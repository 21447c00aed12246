import type { OrderLookUpPayload } from '@frontdesk/protocol';
import { signedServer } from './signed-server.ts';

const payload: OrderLookUpPayload = {
  type: 'order:look-up',
  timestamp: '2025-12-02T00:00:00.000Z',
  data: {
    siteId: '0199c2d1-…',
    number: 'FE-10423',
    email: 'ada@shop.example',
    customerId: null,
    language: 'en',
  },
};

/** What a server is asked. */
export const orderExample = `POST /orders HTTP/1.1
content-type: application/json
webhook-id: 0199c2d4-7a52-7c1e-a5b0-3f6d2c9e8b14
webhook-timestamp: 1764633600
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

${JSON.stringify(payload, null, 2)}`;

/** What it answers. */
export const orderAnswerExample = `HTTP/1.1 200 OK
content-type: application/json

{ "text": "Your order left us on Monday. It arrives by Thursday." }`;

/** A whole program that checks who asks, and for whom. */
export const orderServerExample = signedServer({
  secretName: 'FRONTDESK_ORDERS_SECRET',
  shownWhen: 'when the server was set up',
  before: `
// Yours are in your shop's database
const orders = new Map([
  ['FE-10423', { email: 'ada@shop.example', customerId: '42', text: 'Your order left us on Monday. It arrives by Thursday.' }],
])
`,
  answer: `  const { number, email, customerId } = JSON.parse(body).data
  const order = orders.get(number)
  // Whoever knows no more than a number may have guessed it
  const isTheirs = email !== null && email.toLowerCase() === order?.email.toLowerCase()
  const isSignedIn = customerId !== null && customerId === order?.customerId
  if (!isTheirs && !isSignedIn) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text: order.text }))`,
});
