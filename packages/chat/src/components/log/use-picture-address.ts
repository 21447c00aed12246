import { useEffect, useState } from 'react';
import { useAttachmentReader } from './attachments-context.tsx';

/** Where a picture is to be had: the one that was chosen here, or at the gateway, asked once more when it is not there any more. */
export function usePictureAddress(attachmentId: string): {
  address: string | null;
  failed: boolean;
  onError: () => void;
} {
  const { addressOf, previewOf } = useAttachmentReader();
  const [attempt, setAttempt] = useState(0);
  const [address, setAddress] = useState<string | null>(() => previewOf(attachmentId));
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (attempt === 0 && previewOf(attachmentId) !== null) return;
    let left = false;
    addressOf(attachmentId).then(
      (found) => !left && setAddress(found),
      () => !left && setFailed(true),
    );
    return () => {
      left = true;
    };
  }, [attachmentId, attempt, addressOf, previewOf]);

  return {
    address,
    failed,
    onError: () => {
      if (attempt > 0) setFailed(true);
      else {
        // The same address is loaded once more only by another element.
        setAddress(null);
        setAttempt(1);
      }
    },
  };
}
