import type { Attachment } from '@frontdesk/protocol';
import { useEffect, useRef } from 'react';
import { CloseIcon, DownloadIcon, NewTabIcon } from '../icons.tsx';
import { useStrings } from '../locale.tsx';
import { useAttachmentReader } from './attachments-context.tsx';
import { FileName } from './file-name.tsx';
import { saveFrom } from './save-from.ts';
import { usePictureAddress } from './use-picture-address.ts';

/** A picture as large as the chat is, over it; in a tab of its own it is larger still. */
export function PictureView({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  const strings = useStrings();
  const { addressOf } = useAttachmentReader();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const { address, onError } = usePictureAddress(attachment.id);

  useEffect(() => dialogRef.current?.showModal(), []);

  return (
    <dialog
      ref={dialogRef}
      className="fd-picture-view"
      aria-label={attachment.name}
      onClose={onClose}
      // Escape closes the picture, and not the chat below.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (event.target === event.currentTarget) dialogRef.current?.close();
      }}
    >
      <header>
        <p className="fd-file-text">
          <FileName name={attachment.name} />
        </p>
        {address?.startsWith('blob:') === false && (
          <a href={address} target="_blank" rel="noopener noreferrer" aria-label={strings.files.openInTab}>
            <NewTabIcon />
          </a>
        )}
        <button
          type="button"
          aria-label={strings.files.download(attachment.name)}
          onClick={() => void addressOf(attachment.id).then(saveFrom, () => {})}
        >
          <DownloadIcon />
        </button>
        <button type="button" aria-label={strings.files.closePicture} onClick={() => dialogRef.current?.close()}>
          <CloseIcon />
        </button>
      </header>
      {address !== null && <img className="fd-picture-large" src={address} alt={attachment.name} onError={onError} />}
    </dialog>
  );
}
