import { type Attachment, isPicture } from '@frontdesk/protocol';
import { useState } from 'react';
import { throwUnlessRefusal } from '../../connection/gateway-request.ts';
import { errorText } from '../../strings/error-text.ts';
import { fileSize } from '../../strings/file-size.ts';
import { DownloadIcon, FileIcon } from '../icons.tsx';
import { useLocale } from '../locale.tsx';
import { useAttachmentReader } from './attachments-context.tsx';
import { FileName } from './file-name.tsx';
import { PictureView } from './picture-view.tsx';
import { saveFrom } from './save-from.ts';
import { usePictureAddress } from './use-picture-address.ts';

/** The files of a message: pictures small, and large at a press; everything else as a card that is saved. */
export function AttachmentList({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <ul className="fd-attachments">
      {attachments.map((one) => (
        <li key={one.id}>{isPicture(one.type) ? <Picture attachment={one} /> : <FileCard attachment={one} />}</li>
      ))}
    </ul>
  );
}

/** Files of a message that waits for them. */
export function FilesOnTheirWay({ names }: { names: readonly string[] }) {
  return (
    <ul className="fd-attachments">
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list never changes
        <li key={index} className="fd-file">
          <FileCardText name={name} />
        </li>
      ))}
    </ul>
  );
}

function FileCardText({ name, size }: { name: string; size?: string }) {
  return (
    <>
      <span className="fd-file-icon">
        <FileIcon />
      </span>
      <span className="fd-file-text">
        <FileName name={name} />
        {size !== undefined && <span className="fd-file-size">{size}</span>}
      </span>
    </>
  );
}

function Picture({ attachment }: { attachment: Attachment }) {
  const { strings } = useLocale();
  const [large, setLarge] = useState(false);
  const { address, failed, onError } = usePictureAddress(attachment.id);
  // What can't be shown may still be saved.
  if (failed) return <FileCard attachment={attachment} />;
  return (
    <>
      <button
        type="button"
        className="fd-picture"
        aria-label={strings.files.open(attachment.name)}
        onClick={() => setLarge(true)}
      >
        {address !== null && <img src={address} alt="" decoding="async" loading="lazy" onError={onError} />}
      </button>
      {large && <PictureView attachment={attachment} onClose={() => setLarge(false)} />}
    </>
  );
}

function FileCard({ attachment }: { attachment: Attachment }) {
  const { strings, tag } = useLocale();
  const { addressOf } = useAttachmentReader();
  const [problem, setProblem] = useState<string | null>(null);

  function save(): void {
    setProblem(null);
    addressOf(attachment.id).then(saveFrom, (error: unknown) => {
      throwUnlessRefusal(error);
      // Only a file that was to be sent can be attached again.
      setProblem(error.wire.code === 'attachment_unknown' ? strings.files.gone : errorText(strings, error.wire));
    });
  }

  return (
    <>
      <button type="button" className="fd-file" aria-label={strings.files.download(attachment.name)} onClick={save}>
        <FileCardText name={attachment.name} size={fileSize(attachment.bytes, tag)} />
        <DownloadIcon />
      </button>
      {problem !== null && (
        <p className="fd-file-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
