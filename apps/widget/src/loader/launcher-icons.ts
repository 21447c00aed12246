/** The pictures on the launcher: lines in a box of 24 by 24. */
export const launcherIcons = {
  chat: 'M12 4c5 0 8.5 3.2 8.5 7.4S17 18.8 12 18.8c-1 0-2-.1-2.9-.4L4.5 20l1.2-3.7a7 7 0 0 1-2.2-4.9C3.5 7.2 7 4 12 4Z',
  question: 'M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.1-1.5 2.3M12 18.5v.1',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 20.5h4M12 5V3.5',
};
