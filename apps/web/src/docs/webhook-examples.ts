import { signedServer } from './signed-server.ts';

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
    code: signedServer({
      secretName: 'FRONTDESK_WEBHOOK_SECRET',
      shownWhen: 'when the webhook was added',
      answer: `  const { type, data } = JSON.parse(body)
  console.log(type, data.conversationId, data.seq)
  response.writeHead(204).end()`,
    }),
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
