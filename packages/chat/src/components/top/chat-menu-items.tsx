import type { TranscriptFormat } from '../../log/transcript.ts';
import type { Strings } from '../../strings/strings.ts';
import { DeleteIcon, DownloadIcon, HistoryIcon, NewChatIcon, PersonIcon, SoundIcon } from '../icons.tsx';
import type { MenuItem } from './chat-menu.tsx';

interface ChatMenuChoices {
  onNew: () => void;
  /** Given where there are people to talk to. */
  onPerson: (() => void) | undefined;
  onEarlier: () => void;
  sound: { isOn: boolean; toggle: () => void };
  onSave: (format: TranscriptFormat) => void;
  onDelete: () => void;
  /** There is nothing yet that could be left or saved. */
  isEmpty: boolean;
  /** There is a conversation to delete. */
  hasBegun: boolean;
}

/** Pure: what can be done with the chat, in the menu's order. */
export function chatMenuItems(strings: Strings, choices: ChatMenuChoices): MenuItem[] {
  const { onNew, onPerson, onEarlier, sound, onSave, onDelete, isEmpty, hasBegun } = choices;
  const person = { key: 'person', icon: <PersonIcon />, label: strings.feedback.talkToPerson };
  return [
    { key: 'new', icon: <NewChatIcon />, label: strings.newConversation, disabled: isEmpty, onChoose: onNew },
    ...(onPerson ? [{ ...person, onChoose: onPerson }] : []),
    { key: 'earlier', icon: <HistoryIcon />, label: strings.earlierConversations, onChoose: onEarlier },
    {
      ...{ key: 'sound', icon: <SoundIcon />, label: strings.sound, checked: sound.isOn, separated: true },
      onChoose: sound.toggle,
    },
    {
      ...{ key: 'text', icon: <DownloadIcon />, label: strings.saveAsText, disabled: isEmpty, separated: true },
      onChoose: () => onSave('text'),
    },
    {
      ...{ key: 'markdown', icon: <DownloadIcon />, label: strings.saveAsMarkdown, disabled: isEmpty },
      onChoose: () => onSave('markdown'),
    },
    {
      ...{ key: 'delete', icon: <DeleteIcon />, label: strings.deleteConversation, danger: true, separated: true },
      disabled: !hasBegun,
      onChoose: onDelete,
    },
  ];
}
