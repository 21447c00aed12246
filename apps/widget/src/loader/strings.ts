/** What the launcher says. */
export const strings = {
  open: 'Open chat',
  close: 'Close chat',
  dismiss: 'Dismiss',
  unread: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
  frame: (site: string) => `Chat with ${site}`,
};
