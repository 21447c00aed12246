import { expect, it } from 'vitest';
import { outline } from './testing/outline.ts';

it.each<[string, string, string[]]>([
  [
    'prices without names of columns, of which one is a word',
    'Haircut,£25\nBeard trim,£15\nConsultation,free\n',
    ['Haircut | - Haircut: £25', 'Beard trim | - Beard trim: £15', 'Consultation | - Consultation: free'],
  ],
  [
    'days without names of columns',
    'Monday,closed\nTuesday,9-5\nSunday,closed\n',
    ['Monday | - Monday: closed', 'Tuesday | - Tuesday: 9-5', 'Sunday | - Sunday: closed'],
  ],
  [
    'days below a name of their column',
    'Weekday,Course\nMonday,Yoga\nFriday,Spin\n',
    ['Monday | - Weekday: Monday; Course: Yoga', 'Friday | - Weekday: Friday; Course: Spin'],
  ],
  [
    'a figure in the name of a column',
    'Plan,First 12 months,Later\nBasic,£5,£9\nPro,free,£19\n',
    ['Basic | - Plan: Basic; First 12 months: £5; Later: £9', 'Pro | - Plan: Pro; First 12 months: free; Later: £19'],
  ],
  [
    'merged cells',
    'Day,Time,Class\nMonday,9:00,Yoga\n,18:00,Total body\nTuesday,9:00,Spin\n,17:00,Boxing\n',
    [
      'Monday | - Day: Monday; Time: 9:00; Class: Yoga',
      'Monday | - Day: Monday; Time: 18:00; Class: Total body',
      'Tuesday | - Day: Tuesday; Time: 9:00; Class: Spin',
      'Tuesday | - Day: Tuesday; Time: 17:00; Class: Boxing',
    ],
  ],
  [
    'a sum and a note below merged cells',
    'Course,Dish,Price\nStarters,Soup,£5\n,Salad,£7\n,Total,£12\n,With bread.,\n',
    [
      'Starters | - Course: Starters; Dish: Soup; Price: £5',
      'Starters | - Course: Starters; Dish: Salad; Price: £7',
      'Total | - Dish: Total; Price: £12',
      'With bread. | - Dish: With bread.',
    ],
  ],
  [
    'cells that are empty where others are written out',
    'Offer,Product,Price\nyes,Lamp,£5\n,Chair,£6\nyes,Table,£7\n',
    [
      'yes | - Offer: yes; Product: Lamp; Price: £5',
      'Chair | - Product: Chair; Price: £6',
      'yes | - Offer: yes; Product: Table; Price: £7',
    ],
  ],
  ['a person without a name', 'Name,Phone\nAnn,12\n,34\n', ['Ann | - Name: Ann; Phone: 12', '34 | - Phone: 34']],
  [
    'groups of rows',
    'Item,Week,Month\nTents,,\nDome,£5,£9\nTunnel,£6,£10\nStoves,,\nGas,£2,£3\nWood,£1,£2\n',
    [
      'Tents | - Item: Dome; Week: £5; Month: £9 | - Item: Tunnel; Week: £6; Month: £10',
      'Stoves | - Item: Gas; Week: £2; Month: £3 | - Item: Wood; Week: £1; Month: £2',
    ],
  ],
  [
    'questions under their topics',
    'Topic,Question,Answer\nDelivery,How long?,3 days\n,How much?,£5\nReturns,How long?,30 days\n',
    ['Delivery/How long? | 3 days', 'Delivery/How much? | £5', 'Returns/How long? | 30 days'],
  ],
  [
    'topics that are numbers, and a question without an answer',
    'Question,Answer,Category ID,Category\nOpen?,-,1,2\nShip?,Yes,1,2\n',
    ['Ship? | Yes'],
  ],
  [
    'answers as help desks have them',
    'Question,Answer\n<b>Abroad?</b>,"<p>No, only <a href=""/uk"">within the UK</a>.</p>"\nReturn?,"<p>If it is:</p>\n<ul><li>unused<li>boxed &amp; clean</ul><h3>Late</h3>No."\nSize?,"3 < 4\nSo it fits."\n',
    [
      'Abroad? | No, only within the UK.',
      'Return? | If it is: | - unused | - boxed & clean | Late: | No.',
      'Size? | 3 < 4 | So it fits.',
    ],
  ],
  [
    'products as shops have them',
    'Title,Body (HTML),Price\nChair,"<p>Solid oak.</p><ul><li>Light</li><li>Firm</li></ul>",£89\nLamp,<p>Bright</p>,£25\n',
    [
      'Chair | - Title: Chair; Price: £89; Body (HTML): Solid oak. Light; Firm',
      'Lamp | - Title: Lamp; Body (HTML): Bright; Price: £25',
    ],
  ],
])('CSV: reads %s', async (_, text, sections) => {
  expect(await outline('csv', text)).toEqual(sections);
});

it('HTML: repeats a cell that was merged, but none beside buttons or in another group', async () => {
  const table = (...rows: string[]) => `<table><tr>${rows.join('<tr>').replaceAll('|', '<td>')}</table>`;
  const classes = table('|Day|Time|Class', '|Monday|9:00|Yoga', '||18:00|Spin', '<td colspan=3>Late', '||22:00|Bar');
  const plans = table('<th>Plan<th>Basic<th>Pro', '|Support|no|yes', '||Buy|Buy');
  expect(await outline('html', classes + plans)).toEqual([
    ' | - Day: Monday; Time: 9:00; Class: Yoga | - Day: Monday; Time: 18:00; Class: Spin | - Late | - Time: 22:00; Class: Bar | - Plan: Support; Basic: no; Pro: yes | - Basic: Buy; Pro: Buy',
  ]);
});

it.each<[string, string, string[]]>([
  [
    'a timetable with an empty corner',
    '         Monday   Tuesday  Friday\n 9:00    Yoga              Yoga\n10:00             Spin',
    [' | - 9:00; Monday: Yoga; Friday: Yoga | - 10:00; Tuesday: Spin'],
  ],
  [
    'what a line in brackets tells of the row above',
    'Haircut ....... £25\nColour ........ from £60\n(long hair: from £80)\nKids under 12 ..... £15',
    [' | - Haircut: £25 | - Colour: from £60 (long hair: from £80) | - Kids under 12: £15'],
  ],
])('plain text: reads %s', async (_, text, sections) => {
  expect(await outline('text', text)).toEqual(sections);
});
