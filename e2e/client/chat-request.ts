import { type ChatRequest, type ChatResponse, chatStreamEvents } from '@frontdesk/protocol';

/** Asks over `POST /v1/chat` as a stream, and measures from the send to the first non-blank text, in milliseconds. */
export async function askOverHttp(
  gatewayUrl: string,
  request: Omit<ChatRequest, 'stream'>,
): Promise<{ response: ChatResponse; ttftMs: number }> {
  const sentAt = performance.now();
  const reply = await fetch(`${gatewayUrl}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(gatewayUrl).origin },
    body: JSON.stringify({ ...request, stream: true }),
  });
  if (!reply.ok || !reply.body) throw new Error(`POST /v1/chat: ${reply.status} ${await reply.text()}`);
  let ttftMs = Number.NaN;
  for await (const { event, data } of readServerSentEvents(reply.body)) {
    if (event === 'text' && Number.isNaN(ttftMs)) {
      if (chatStreamEvents.text.parse(data).text.trim() !== '') ttftMs = performance.now() - sentAt;
    } else if (event === 'error') {
      const { code, message: reason } = chatStreamEvents.error.parse(data);
      throw new Error(`POST /v1/chat: ${code}: ${reason}`);
    } else if (event === 'done') {
      return { response: chatStreamEvents.done.parse(data), ttftMs };
    }
  }
  throw new Error('POST /v1/chat: the stream ended without an answer');
}

async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ event: string; data: unknown }> {
  let buffer = '';
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    buffer += decoder.decode(bytes, { stream: true });
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line));
      const values = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
      const data = values('data').join('\n');
      if (data) yield { event: values('event')[0] ?? 'message', data: JSON.parse(data) };
    }
  }
}
