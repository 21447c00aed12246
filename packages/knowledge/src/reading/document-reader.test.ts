import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { afterEach, expect, it } from 'vitest';
import type { DocumentReader } from './document-reader.ts';
import { openDocumentReader } from './document-reader.ts';

const opened: DocumentReader[] = [];
const open = (...options: Parameters<typeof openDocumentReader>) => {
  const reader = openDocumentReader(...options);
  opened.push(reader);
  return reader;
};
afterEach(() => Promise.all(opened.splice(0).map((reader) => reader.close())));

const text = (content: string) => ({ format: 'text', bytes: new TextEncoder().encode(content) }) as const;
/** So deep that closing each element takes a walk through all. */
const slowPage = { format: 'html', bytes: new TextEncoder().encode('<b><div>'.repeat(200_000)) } as const;

it('reads one document after the other, and says what is wrong with one', async () => {
  const reader = open();
  const [first, second, third] = await Promise.allSettled([
    reader.read(text('One.')),
    reader.read(text('')),
    reader.read(text('Two.')),
  ]);
  expect(first).toMatchObject({ value: { sections: [{ blocks: [{ text: 'One.' }] }] } });
  expect(second).toMatchObject({ reason: { name: 'DocumentError', code: 'no_text' } });
  expect(third).toMatchObject({ value: { sections: [{ blocks: [{ text: 'Two.' }] }] } });
});

it('ends a document that takes too long, and reads the next', async () => {
  const reader = open({ timeoutMs: 300 });
  await reader.read(text('Warm.')).catch(() => undefined);
  await expect(reader.read(slowPage)).rejects.toMatchObject({ code: 'took_too_long' });
  const patient = open();
  await expect(patient.read(text('Next.'))).resolves.toMatchObject({ language: null });
});

it('ends a document that takes too much memory', async () => {
  const document = await PDFDocument.create();
  const page = document.addPage();
  // 300 MB of spaces in 300 KB.
  const bomb = PDFRawStream.of(
    document.context.obj({ Filter: 'FlateDecode' }),
    deflateSync(Buffer.alloc(300 * 2 ** 20, ' ')),
  );
  page.node.set(PDFName.of('Contents'), document.context.register(bomb));
  const reader = open({ memoryBytes: 300 * 2 ** 20 });
  await expect(reader.read({ format: 'pdf', bytes: await document.save() })).rejects.toMatchObject({
    code: 'out_of_memory',
  });
  await expect(reader.read(text('Next.'))).resolves.toMatchObject({ language: null });
});

it('stops at once when it is closed', async () => {
  const reader = open();
  const reading = expect(reader.read(slowPage)).rejects.toMatchObject({ code: 'cancelled' });
  setTimeout(() => void reader.close(), 300);
  await reading;
  await expect(reader.read(text('Late.'))).rejects.toMatchObject({ code: 'cancelled' });
});
