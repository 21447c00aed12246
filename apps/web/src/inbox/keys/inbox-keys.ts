import { isComposing } from '@frontdesk/chat/is-composing';

/** A key of the inbox, and what it is for. */
export interface InboxKey {
  id: string;
  /** As it is pressed: a letter, a digit or a sign. */
  key: string;
  text: string;
}

/** All keys of the inbox by where they work. What stands here is what the help shows. */
export const keyGroups = [
  {
    title: 'Conversations',
    keys: [
      { id: 'next', key: 'j', text: 'Next conversation' },
      { id: 'previous', key: 'k', text: 'Previous conversation' },
      { id: 'close', key: 'u', text: 'Close the open one' },
      { id: 'search', key: '/', text: 'Search' },
      { id: 'filter', key: 'f', text: 'Filter' },
      { id: 'select', key: 'c', text: 'Select the one in focus, or the open one' },
      { id: 'view-all', key: '1', text: 'All' },
      { id: 'view-mine', key: '2', text: 'Mine' },
      { id: 'view-unassigned', key: '3', text: 'Unassigned' },
      { id: 'view-waiting', key: '4', text: 'Want a person' },
      { id: 'view-bot', key: '5', text: 'Assistant' },
      { id: 'view-snoozed', key: '6', text: 'Snoozed' },
      { id: 'view-resolved', key: '7', text: 'Resolved' },
      { id: 'away', key: 'w', text: 'Say that you are away, or here' },
      { id: 'help', key: '?', text: 'These keys' },
    ],
  },
  {
    title: 'The open conversation',
    keys: [
      { id: 'take-over', key: 't', text: 'Take over' },
      { id: 'hand-back', key: 'b', text: 'Hand back to the assistant' },
      { id: 'reply', key: 'r', text: 'Reply' },
      { id: 'note', key: 'n', text: 'Note for the team' },
      { id: 'assign', key: 'a', text: 'Assign' },
      { id: 'snooze', key: 's', text: 'Snooze' },
      { id: 'tag', key: 'g', text: 'Add a tag' },
      { id: 'resolve', key: 'e', text: 'Resolve' },
      { id: 'reopen', key: 'o', text: 'Reopen' },
      { id: 'block', key: 'x', text: 'Block the customer, or let them write again' },
      { id: 'undo', key: 'z', text: 'Undo what was just done' },
      { id: 'context', key: 'i', text: 'Customer and receipt' },
      { id: 'earlier', key: 'p', text: 'The customer’s other conversations' },
    ],
  },
] as const satisfies readonly { title: string; keys: readonly InboxKey[] }[];

export type InboxKeyId = (typeof keyGroups)[number]['keys'][number]['id'];

const all: readonly (InboxKey & { id: InboxKeyId })[] = keyGroups.flatMap(({ keys }) => [...keys]);

/** Pure: what a key that was pressed is for; undefined: nothing. */
export const keyIdOf = (key: string): InboxKeyId | undefined => all.find((one) => one.key === key)?.id;

/**
 * Pure: what a control says of its key: to whoever points at it, to assistive technology, and to the keyboard, which presses it.
 * @param text what it does, for its tooltip
 */
export function keyHint(id: InboxKeyId, text: string) {
  const name = all.find((one) => one.id === id)?.key.toUpperCase() ?? '';
  return { 'data-key': id, 'aria-keyshortcuts': `${name} Alt+${name}`, title: `${text} (${name})` };
}

type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing' | 'keyCode' | 'repeat'
>;

/**
 * Pure: the key of the inbox that is pressed, by its letter, or by its place where the keyboard has other letters; null where the
 * press is for something else. Alone it works while nobody types; with Alt also then, unless Alt types a character of its own.
 * @param options.alone false: who presses keys by mistake, as by speech, wants none to work without Alt
 */
export function pressedKey(press: Press, { typing, alone }: { typing: boolean; alone: boolean }): string | null {
  const { key, code, altKey, ctrlKey, metaKey, shiftKey, repeat } = press;
  if (ctrlKey || metaKey || isComposing(press)) return null;
  if (!altKey && (typing || !alone)) return null;
  const letter = /^[a-z\d/?]$/i.test(key) ? key.toLowerCase() : null;
  if (letter === null && typing) return null;
  const pressed = letter ?? /^(?:Key|Digit)(\w)$/.exec(code)?.[1]?.toLowerCase() ?? null;
  if (pressed === null || (shiftKey && /[a-z]/.test(pressed))) return null;
  // Held down, it goes on through the list, and does nothing twice.
  return repeat && pressed !== 'j' && pressed !== 'k' ? null : pressed;
}
