import type { VisitorExport } from '@frontdesk/database';
import { savedFileName } from '../attachments/file-name.ts';
import type { FileStore } from '../attachments/file-store.ts';
import { type ZipEntry, zip } from './zip.ts';

/**
 * What is stored of a visitor, as a zip archive: their files in `files/`, and `customer.json` with all the rest, which says of each
 * file where it lies. `path` is null where its upload had not ended.
 */
export function visitorArchive(
  exported: VisitorExport,
  fileStore: Pick<FileStore, 'read'>,
): AsyncGenerator<Uint8Array> {
  return zip(entriesOf(exported, fileStore));
}

async function* entriesOf(
  { visitor, conversations, files }: VisitorExport,
  fileStore: Pick<FileStore, 'read'>,
): AsyncGenerator<ZipEntry> {
  const listed: object[] = [];
  for (const file of files) {
    const content = file.state === 'uploading' ? null : await fileStore.read(file.id);
    // Several may have the same name.
    const path = content && `files/${file.id.slice(-12)} ${savedFileName(file.name, file.type)}`;
    listed.push({ ...file, path });
    if (content && path) yield { name: path, content };
  }
  const parts = { visitor, files: listed, conversations };
  yield { name: 'customer.json', content: jsonOf(parts), compress: true };
}

/** One conversation at a time. */
async function* jsonOf({
  visitor,
  files,
  conversations,
}: Pick<VisitorExport, 'visitor' | 'conversations'> & { files: object[] }): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  const before = [`"exportedAt": ${json(new Date())}`, `"visitor": ${json(visitor)}`, `"files": ${json(files)}`];
  yield encoder.encode(`{\n${before.join(',\n')},\n"conversations": [`);
  let separator = '\n';
  for await (const conversation of conversations) {
    yield encoder.encode(separator + json(conversation));
    separator = ',\n';
  }
  yield encoder.encode('\n]\n}\n');
}
