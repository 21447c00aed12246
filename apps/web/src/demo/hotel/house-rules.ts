/** What the hotel's page states. It says the same as the facts in prisma/demo-sites: change both. Prices are in pounds. */
export const rooms = [
  { name: 'Sea room', price: 175, note: 'Over the harbour, on both floors. A chair at the window.', view: 'sea' },
  { name: 'Garden room', price: 145, note: 'The quiet side: apple trees and, beyond the wall, sheep.', view: 'garden' },
  { name: 'Family room', price: 195, note: 'A double bed and two bunks, with a view of the hill.', view: 'hill' },
] as const;

export type View = (typeof rooms)[number]['view'];

export const roomLines = [
  'Prices are for two in winter, breakfast included.',
  'Dogs stay in our ground-floor rooms for £15 per stay.',
  'Under 5, children stay and eat free.',
  'Cancel free of charge up to seven days before.',
] as const;

export const day = [
  { time: '7:30', title: 'Breakfast', text: 'Until 10. Kippers from the smokehouse, bread baked here.' },
  { time: '11:00', title: 'The boat', text: 'Out to the gannet cliffs, Wednesdays and Saturdays, May to August. £32.' },
  { time: '14:00', title: 'Sauna', text: 'Wood-fired, at the water, for up to six people. £18 an hour until 9 pm.' },
  { time: '18:00', title: 'Dinner', text: 'Three courses for £38, Tuesday to Sunday, until 9.' },
  { time: '23:00', title: 'Last malt', text: 'The bar closes. It pours more than 60.' },
] as const;

export const way = [
  { title: 'To Kilmory', text: 'By train and bus 440, which meets every ferry. Or by car, and leave it there.' },
  {
    title: 'Across',
    text: 'Fifty minutes by ferry: four a day from April to October, two in winter. Tickets on board.',
  },
  { title: 'To the door', text: 'Five minutes along the harbour on foot. We collect you and your bags for free.' },
] as const;

export const reach = ['01632 960 417, from 7 am to 10 pm', 'stay@gannethouse.example'] as const;
