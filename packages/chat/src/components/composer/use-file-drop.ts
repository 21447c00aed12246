import { type DragEvent, useState } from 'react';

/** Takes files that are dropped anywhere on an element; `dragging` while some are held over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void) {
  // Each element that is crossed on the way is entered before the one before is left, which may be gone by then.
  const [over, setOver] = useState<EventTarget | null>(null);
  const ifFiles = (event: DragEvent, then: () => void) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Without it the browser opens the file in place of the page.
    event.preventDefault();
    then();
  };
  const hold = (event: DragEvent) => ifFiles(event, () => setOver(event.nativeEvent.target));
  return {
    dragging: over !== null,
    handlers: {
      onDragEnter: hold,
      onDragOver: hold,
      onDragLeave: (event: DragEvent) =>
        ifFiles(event, () => setOver((last) => (last === event.nativeEvent.target ? null : last))),
      onDrop: (event: DragEvent) =>
        ifFiles(event, () => {
          setOver(null);
          onFiles([...event.dataTransfer.files]);
        }),
    },
  };
}
