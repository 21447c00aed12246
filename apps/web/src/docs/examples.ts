import type { ChatCompletion, ChatRequest, ChatResponse } from '@frontdesk/protocol';

export const scriptTag = (origin: string, siteKey: string): string =>
  `<script async src="${origin}/widget.js" data-site="${siteKey}"></script>`;

export const policyLines = (origin: string): string =>
  [`script-src ${origin}`, `frame-src ${origin}`, `connect-src ${origin}`].map((line) => `${line};`).join('\n');

export const noncePolicyLines = (origin: string): string =>
  ["script-src 'nonce-…'", `frame-src ${origin}`, `connect-src ${origin}`, "require-trusted-types-for 'script'"]
    .map((line) => `${line};`)
    .join('\n');

export const stub = `<script>
  window.Frontdesk = window.Frontdesk || function () {
    (Frontdesk.q = Frontdesk.q || []).push(arguments)
  }
</script>`;

export const commandExample = `document.querySelector('#where').addEventListener('click', () => {
  Frontdesk('open', { message: 'Where is my order?' })
})

Frontdesk('on', 'unread', (count) => {
  document.title = count > 0 ? \`(\${count}) My shop\` : 'My shop'
})`;

export const exampleRequest = { siteKey: 'demo', message: 'How do I return an item?' } satisfies ChatRequest;

export const exampleResponse = {
  conversationId: '0199c2f4-6b1e-7c35-9a57-0f2b1d8e4c11',
  messageId: '0199c2f4-6b24-7d02-8e90-5b7a3c1f2d22',
  generationId: '0199c2f4-6b24-7d02-8e90-61d4a9b07e33',
  answer: { id: '0199c2f4-7a90-7f41-b3c8-92e05d6f1a44', text: 'You can return any unused item within 30 days.' },
  sources: [],
  timings: {
    gatewayMs: 4.1,
    queueMs: 3.8,
    prefillMs: 402.6,
    firstTokenMs: 9.2,
    gatewayTtftMs: 421.3,
    clientTtftMs: null,
    totalMs: 1840.7,
    promptTokens: 391,
    generatedTokens: 58,
    tokensPerSecond: 41,
    cached: false,
  },
  visitorToken: 'eyJhbGciOiJIUzI1NiJ9…',
} satisfies ChatResponse;

/** A `curl` command for a request. Single quotes around the body: a text with one in it would need more care. */
export function curl(origin: string, request: ChatRequest): string {
  const noBuffer = request.stream ? '-N ' : '';
  return `curl ${noBuffer}${origin}/v1/chat \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(request)}'`;
}

/** A program with OpenAI's own library. */
export const openAiClient = (origin: string): string => `import OpenAI from 'openai'

const client = new OpenAI({ baseURL: '${origin}/v1', apiKey: process.env.FRONTDESK_API_KEY })
const completion = await client.chat.completions.create({
  model: 'frontdesk',
  messages: [{ role: 'user', content: '${exampleRequest.message}' }],
})
console.log(completion.choices[0].message.content)`;

export const exampleCompletion = {
  id: `chatcmpl-${exampleResponse.generationId}`,
  object: 'chat.completion',
  created: 1_760_000_000,
  model: 'frontdesk',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: exampleResponse.answer.text, refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 391, completion_tokens: 58, total_tokens: 449 },
  system_fingerprint: 'fp_5d1f0a7c2b9e',
} satisfies ChatCompletion;

const { conversationId, messageId, generationId } = exampleResponse;

export const streamExample = [
  ['accepted', { conversationId, messageId, generationId, visitorToken: exampleResponse.visitorToken }],
  ['text', { position: 0, text: 'You can' }],
  ['text', { position: 7, text: ' return any unused item' }],
  ['done', '{ …the JSON answer above… }'],
]
  .map(([name, data]) => `event: ${name}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}`)
  .join('\n\n');

export const errorExample = JSON.stringify(
  { error: { code: 'rate_limited', message: 'That was a bit fast. Please wait a moment.', retryAfterMs: 2400 } },
  null,
  2,
);
