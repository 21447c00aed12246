import type { DocumentReader } from '@frontdesk/knowledge';
import { openDocumentReader } from '@frontdesk/knowledge';
import { expect, it } from 'vitest';
import { keepReader } from './kept-reader.ts';

const source = (text: string) => ({ format: 'text' as const, bytes: new TextEncoder().encode(text) });

it('reads one import after the other with one reader, and opens another after one that was stopped', async () => {
  const opened: DocumentReader[] = [];
  const readers = keepReader(() => {
    const reader = openDocumentReader();
    opened.push(reader);
    return reader;
  });
  for (const text of ['We ship to Spain.', 'Returns are free.']) {
    const reader = readers.open();
    const { sections } = await reader.read(source(text));
    expect(sections[0]?.blocks[0]?.text).toBe(text);
    await reader.close();
  }
  expect(opened).toHaveLength(1);

  const stopped = readers.open();
  const reading = expect(stopped.read(source('late'))).rejects.toMatchObject({ code: 'cancelled' });
  await stopped.close();
  await reading;
  const next = readers.open();
  expect((await next.read(source('again'))).sections).toHaveLength(1);
  expect(opened).toHaveLength(2);
  await readers.close();
});
