/** What the button says. */
export const strings = {
  open: 'Open chat',
  close: 'Close chat',
  unread: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
  frame: (site: string) => `Chat with ${site}`,
};
