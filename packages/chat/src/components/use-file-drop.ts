import { type DragEvent, useState } from 'react';

/** Takes files that are dropped anywhere on an element; `dragging` while some are held over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void) {
  // Each element that is crossed on the way is entered and left.
  const [depth, setDepth] = useState(0);
  const ifFiles = (event: DragEvent, then: () => void) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Without it the browser opens the file in place of the page.
    event.preventDefault();
    then();
  };
  return {
    dragging: depth > 0,
    handlers: {
      onDragEnter: (event: DragEvent) => ifFiles(event, () => setDepth((before) => before + 1)),
      onDragLeave: (event: DragEvent) => ifFiles(event, () => setDepth((before) => Math.max(0, before - 1))),
      onDragOver: (event: DragEvent) => ifFiles(event, () => {}),
      onDrop: (event: DragEvent) =>
        ifFiles(event, () => {
          setDepth(0);
          onFiles([...event.dataTransfer.files]);
        }),
    },
  };
}
