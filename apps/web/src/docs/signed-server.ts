interface Program {
  /** Of the variable of the environment that has the secret. */
  secretName: string;
  /** As `when the webhook was added`. */
  shownWhen: string;
  /** What stands in front of the server, such as its data. */
  before?: string;
  /** What is done with a `body` that is from here: lines that stand in a function which has `request` and `response`. */
  answer: string;
}

/** Pure. A whole program for Node.js that is posted to, and takes only what is signed. */
export const signedServer = ({ secretName, shownWhen, before = '', answer }: Program): string =>
  `import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { text as textOf } from 'node:stream/consumers'

// Shown once ${shownWhen}: whsec_…
const key = Buffer.from(process.env.${secretName}.slice('whsec_'.length), 'base64')

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
${before}
// Behind a proxy that speaks https
createServer(async (request, response) => {
  // As it came, before it is parsed; nothing of a request that breaks off
  const body = await textOf(request).catch(() => '')
  if (!isGenuine(request.headers, body)) return response.writeHead(401).end()
${answer}
}).listen(process.env.PORT ?? 8080)`;
