/** Every sentence that the chat itself says, in one place. Errors bring their own sentences (packages/protocol). */
export const strings = {
  assistant: 'AI assistant',
  person: 'Team',
  assistantSaid: 'AI assistant:',
  visitorSaid: 'You:',
  personSaid: 'Team:',
  conversation: 'Conversation',
  notice: 'An AI answers here and can be wrong.',
  placeholder: 'Write a message…',
  messageLabel: 'Your message',
  send: 'Send message',
  stop: 'Stop the answer',
  stopped: 'Stopped.',
  close: 'Close chat',
  writing: 'The AI assistant is writing an answer',
  waitingPlace: (place: number, expectedWaitMs: number | null) =>
    `${place === 1 ? 'You are next' : `${place - 1} ahead of you`}${expectedWaitMs === null ? '' : `, ${aboutTime(expectedWaitMs)}`}`,
  sending: 'Sending…',
  waitingForConnection: 'Will be sent when you are back online',
  notSent: 'Not sent.',
  tryAgain: 'Try again',
  connecting: 'Connecting…',
  reconnecting: 'Connection lost. Reconnecting…',
  newMessages: 'New messages',
  toNewest: 'Go to the newest message',
  suggestions: 'Questions to start with',
  sources: 'Sources',
  newTab: '(opens in a new tab)',
  handedOver: (site: string) => `Passed on to the ${site} team`,
  // Agents read conversations, they can't answer in them: no word of a reply in this chat, nor of a time.
  handedOverMeans:
    'They can read what is written here, though at no set time. To hear from them, leave a phone number or an address to write to. Meanwhile you can go on asking.',
  leaveContact: 'Leave contact details',
  contactDraft: 'You can reach me at ',
  charactersLeft: (left: number) =>
    `${Math.abs(left)} ${Math.abs(left) === 1 ? 'character' : 'characters'} ${left >= 0 ? 'left' : 'too many'}`,
  loading: 'Opening the chat…',
} as const;

/** A wait, rounded up to what can be promised of it. */
function aboutTime(ms: number): string {
  if (ms < 5_000) return 'a few seconds';
  return ms < 90_000 ? `about ${Math.ceil(ms / 5_000) * 5} seconds` : `about ${Math.ceil(ms / 60_000)} minutes`;
}
