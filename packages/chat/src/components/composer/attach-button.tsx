import { attachmentTypes } from '@frontdesk/protocol';
import { useRef } from 'react';
import { ClipIcon } from '../icons.tsx';
import { useStrings } from '../locale.tsx';

const accepted = Object.entries(attachmentTypes)
  .flatMap(([type, { endings }]) => [type, ...endings])
  .join();

/** Opens the device's own choice of files. */
export function AttachButton({ disabled, onFiles }: { disabled: boolean; onFiles: (files: readonly File[]) => void }) {
  const strings = useStrings();
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={inputRef}
        type="file"
        hidden
        multiple
        accept={accepted}
        aria-label={strings.files.attach}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again after it was removed.
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        className="fd-attach"
        aria-label={strings.files.attach}
        title={strings.files.attach}
        disabled={disabled}
        onClick={() => inputRef.current?.click()}
      >
        <ClipIcon />
      </button>
    </>
  );
}
