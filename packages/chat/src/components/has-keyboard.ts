/** Whether a field may take the focus by itself: on a touch screen that opens the keyboard, over what was not read yet. */
export const hasKeyboard = (): boolean => window.matchMedia('(hover: hover) and (pointer: fine)').matches;
