import { describe, expect, it } from 'vitest';
import { shortLines } from './short-lines.ts';

describe('shortLines', () => {
  it.each<[string[], string[]]>([
    [['Delivery', 'Germany 4.90', 'Austria 9.90'], ['Delivery, Germany 4.90, Austria 9.90']],
    [['Mon 9-17', 'Tue 9-12, 14-17', 'Sat closed.'], ['Mon 9-17; Tue 9-12, 14-17; Sat closed.']],
    [
      ['Shop GmbH', 'Hauptstr. 5', '10115 Berlin', 'hello@shop.example'],
      ['Shop GmbH, Hauptstr. 5, 10115 Berlin, hello@shop.example'],
    ],
    [['Mon-Fri 9-18', 'Sat 9-12'], ['Mon-Fri 9-18, Sat 9-12']],
    [['Puppy course £68', 'Annual booster £49'], ['Puppy course £68, Annual booster £49']],
    [['Hauptstr. 5 a', 'Category A', 'Visa'], ['Hauptstr. 5 a, Category A, Visa']],
    [['Phone:', '030 123', 'Address:', 'Hauptstr. 5'], ['Phone: 030 123, Address: Hauptstr. 5']],
    [
      ['Breakfast with fresh bread and coffee from our own roastery', 'Parking 5', 'Sauna 12'],
      ['Breakfast with fresh bread and coffee from our own roastery, Parking 5, Sauna 12'],
    ],
    [
      ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
      ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
    ],
  ])('%j', (lines, said) => {
    expect(shortLines(lines)).toEqual(said);
  });

  it.each<string[][]>([
    [['Open', 'Daily']],
    [['Parking', 'Costs £5']],
    [['Our course for 2 dogs', 'Costs £68 in all.']],
    [['Please be here at 9 and do not forget that of all', '3 Friends may come along for free on their 1st day']],
    [['Open', 'daily', 'Except Sundays']],
    [['We ship to Ireland.', 'It takes two days.', 'Returns are free.']],
    [['Wir liefern nach Deutschland und in die', 'Schweiz, wo das fünf Tage dauert, nach', 'Österreich schneller']],
    [[`${'Long '.repeat(13)}line`, 'Short 1', 'Short 2']],
    [['Unsere Werkstatt repariert', 'Fahrräder aller Marken und', 'Hersteller.']],
    [['Für Gutscheine und', 'Sonderanfertigungen gilt das', 'Widerrufsrecht nicht.']],
    [['Welcome to', "Berlin's Best", 'Bike Shop']],
    [['Reparaturen aller Marken', 'Leihräder Anhänger Taschen', 'Kindersitze gibt es vor Ort.']],
  ])('takes %j for wrapped', (lines) => {
    expect(shortLines(lines)).toBeNull();
  });
});
