import { createContext, type ReactNode, useContext } from 'react';
import type { Uploads } from '../../outgoing/uploads.ts';

/** How the files of messages are read. */
export type AttachmentReader = Pick<Uploads, 'addressOf' | 'previewOf'>;

const ReaderContext = createContext<AttachmentReader | null>(null);

export function AttachmentReaderProvider({ reader, children }: { reader: AttachmentReader; children: ReactNode }) {
  return <ReaderContext.Provider value={reader}>{children}</ReaderContext.Provider>;
}

export function useAttachmentReader(): AttachmentReader {
  const reader = useContext(ReaderContext);
  if (reader === null) throw new Error('there is no AttachmentReaderProvider');
  return reader;
}
