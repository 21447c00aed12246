/**
 * Puts a text on the clipboard. A frame of another site may not use the clipboard's own interface unless its page lets it; the
 * old command works there. False where neither does.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  const focused = document.activeElement;
  field.value = text;
  field.className = 'fd-hidden';
  field.setAttribute('aria-hidden', 'true');
  document.querySelector('.fd-chat')?.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
