import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Attachment, attachmentTypes } from '@frontdesk/protocol';

const base = '/v1/attachments';
export const isFilePath = (path: string): boolean => path === base || path.startsWith(`${base}/`);

/** Keeps what visitors send in memory; the name tells the kind. */
export function createScriptedFiles() {
  const files = new Map<string, { attachment: Attachment; content: Buffer }>();

  function keep(name: string, content: Buffer): Attachment {
    const kinds = Object.entries(attachmentTypes);
    const [type = 'text/plain'] = kinds.find(([, { endings }]) => endings.some((end) => name.endsWith(end))) ?? [];
    const attachment = { id: randomUUID(), name, type, bytes: content.length };
    files.set(attachment.id, { attachment, content });
    return attachment;
  }

  return {
    keep,
    of: (ids: readonly string[] = []) => ids.flatMap((id) => files.get(id)?.attachment ?? []),
    /** The files' part of the API, as the gateway has it. */
    async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://scripted.invalid');
      const json = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const [id, part] = pathname.slice(base.length + 1).split('/');
      const file = files.get(id ?? '');
      if (!id) json(201, keep(searchParams.get('name') ?? '', await readBody(request)));
      else if (request.method === 'DELETE') response.writeHead(204).end();
      else if (file === undefined) response.writeHead(404).end();
      else if (part === 'address') {
        json(200, { path: `${base}/${id}`, expiresAt: new Date(Date.now() + 300_000).toISOString() });
      } else response.writeHead(200, { 'content-type': file.attachment.type }).end(file.content);
    },
  };
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
