/** The pictures on the launcher: lines in a box of 24 by 24. */
export const launcherIcons = {
  chat: 'M9 18.3 4.5 20l1.2-3.7a8.5 7.4 0 1 1 3.3 2Z',
  question: 'M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.1-1.5 2.3M12 18.5v.1',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 20.5h4M12 5V3.5',
};
