/** What a server is posted. */
export const webhookExample = `POST /frontdesk HTTP/1.1
content-type: application/json
webhook-id: 0199c2d4-7a52-7c1e-a5b0-3f6d2c9e8b14
webhook-timestamp: 1764633600
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

{
  "type": "conversation:handed-over",
  "timestamp": "2025-12-02T00:00:00.000Z",
  "data": {
    "siteId": "0199c2d1-…",
    "conversationId": "0199c2d4-…",
    "seq": 7,
    "at": "2025-12-02T00:00:00.000Z",
    "type": "conversation:handed-over",
    "generationId": "0199c2d4-…",
    "reason": "not-known"
  }
}`;

/** How a server checks that it is from here. Each is a whole program. */
export const webhookExamples = [
  {
    label: 'Node.js, nothing to install',
    code: `import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

// Shown once when the webhook was added: whsec_…
const key = Buffer.from(process.env.FRONTDESK_WEBHOOK_SECRET.slice('whsec_'.length), 'base64')

function isGenuine(headers, body) {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const signed = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\${body}\`).digest()
  // There may be several, parted by spaces: while keys change, and of versions to come
  return String(headers['webhook-signature']).split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',')
    const given = Buffer.from(text, 'base64')
    return version === 'v1' && given.length === signed.length && timingSafeEqual(given, signed)
  })
}

createServer(async (request, response) => {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece
  if (!isGenuine(request.headers, body)) return response.writeHead(401).end()
  const { type, data } = JSON.parse(body)
  console.log(type, data.conversationId, data.seq)
  response.writeHead(204).end()
}).listen(process.env.PORT ?? 8080)`,
  },
  {
    label: 'Python, pip install standardwebhooks',
    code: `import os

from standardwebhooks.webhooks import Webhook

webhook = Webhook(os.environ["FRONTDESK_WEBHOOK_SECRET"])


def event_of(headers: dict, body: bytes) -> dict:
    # Raises WebhookVerificationError where it is not from here, or old
    return webhook.verify(body, headers)`,
  },
] as const;
