/** Pure: the key beside Enter that sends, as this device's keyboard has it. */
export const commandKeyOf = (platform: string): '⌘' | 'Ctrl' => (/^(Mac|iP)/.test(platform) ? '⌘' : 'Ctrl');

/** On the server, which shows no keys, there is no keyboard. */
export const commandKey = commandKeyOf(typeof navigator === 'undefined' ? '' : navigator.platform);

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Pure: whether a press in the field sends. @param enterSends Enter alone does; a new line then takes Shift */
export function isSending({ key, ctrlKey, metaKey, shiftKey, altKey }: Press, enterSends: boolean): boolean {
  if (key !== 'Enter') return false;
  return ctrlKey || metaKey || (enterSends && !shiftKey && !altKey);
}
