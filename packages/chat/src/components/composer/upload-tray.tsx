import { useEffect, useRef } from 'react';
import type { Upload, Uploads } from '../../outgoing/uploads.ts';
import { errorText } from '../../strings/error-text.ts';
import { fileSize } from '../../strings/file-size.ts';
import { CloseIcon, FileIcon } from '../icons.tsx';
import { useLocale } from '../locale.tsx';
import { FileName } from '../log/file-name.tsx';

/** The files of the next message, above the field: how far each is, what is wrong with it, and its way out. */
export function UploadTray({ files, uploads }: { files: readonly Upload[]; uploads: Uploads }) {
  const { strings } = useLocale();
  const listRef = useRef<HTMLUListElement>(null);
  const { length } = files;
  // What was just chosen is to be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another number of files
  useEffect(() => {
    const list = listRef.current;
    if (list) list.scrollTop = list.scrollHeight;
  }, [length]);
  return (
    <ul ref={listRef} className="fd-tray" aria-label={strings.files.attached}>
      {files.map((file) => (
        <Row key={file.key} file={file} uploads={uploads} />
      ))}
    </ul>
  );
}

function Row({ file, uploads }: { file: Upload; uploads: Uploads }) {
  const { strings, tag } = useLocale();
  const { key, name, bytes, status, progress, error, retryable, preview } = file;
  const percent = Math.round(progress * 100);
  return (
    <li className="fd-upload" data-status={status}>
      <span className="fd-upload-picture">{preview === null ? <FileIcon /> : <img src={preview} alt="" />}</span>
      <span className="fd-file-text">
        <FileName name={name} />
        {status === 'failed' ? (
          <span className="fd-file-problem" role="alert">
            {error && (error.code === 'unavailable' ? strings.files.lost : errorText(strings, error))}{' '}
            {retryable && (
              <button type="button" className="fd-link" onClick={() => uploads.retry(key)}>
                {strings.tryAgain}
              </button>
            )}
          </span>
        ) : (
          <span className="fd-file-size">{status === 'waiting' ? strings.files.waiting : fileSize(bytes, tag)}</span>
        )}
        {status === 'uploading' && <progress aria-label={name} max={100} value={percent} />}
      </span>
      <button
        type="button"
        className="fd-upload-remove"
        aria-label={status === 'uploading' ? strings.files.cancel(name) : strings.files.remove(name)}
        onClick={() => uploads.remove(key)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}
