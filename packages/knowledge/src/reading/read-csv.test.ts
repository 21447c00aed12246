import { describe, expect, it } from 'vitest';
import { documentLimits } from '../limits.ts';
import { outline, read } from './testing/outline.ts';

describe('CSV', () => {
  it('puts rows under the row of one cell that names them, and says notes below', async () => {
    const text =
      'Item,Weekend,Week\nTENTS,,\nDome,£32,£54\nTunnel,£58,\nCOOKING,,\nStove **,£7,£11\nPan,,\n** Gas is sold.,,\nPrices are in pounds.,,\n';
    expect(await outline('csv', text)).toEqual([
      'TENTS | - Item: Dome; Weekend: £32; Week: £54 | - Item: Tunnel; Weekend: £58',
      'COOKING | - Item: Stove (Gas is sold); Weekend: £7; Week: £11 | - Item: Pan',
      ' | Prices are in pounds.',
    ]);
  });

  it('makes a sentence of each row, with any delimiter', async () => {
    expect(await outline('csv', '\ufeffProduct;Price\n"Tour; 3";849\n\nCity;\n')).toEqual([
      'Tour; 3 | - Product: Tour; 3; Price: 849',
      'City | - Product: City',
    ]);
  });

  it('tells a cell of several sentences behind the others', async () => {
    const text = 'Name,Description,Price\nTour 3,Light bike. For city use.,849\nCity,Red.,649\n';
    expect(await outline('csv', text)).toEqual([
      'Tour 3 | - Name: Tour 3; Price: 849; Description: Light bike. For city use.',
      'City | - Name: City; Description: Red; Price: 649',
    ]);
  });

  it.each([
    ['a line that names it', 'sep=;\nName, first;Price\nA;5\n'],
    ['other delimiters within names', '"Name, ""first"", second";Price\nA;5\n'],
    ['bars', 'Name|Price\nA|5\n'],
    ['an empty line before', '\nName;Price, net\nA;5\n'],
  ])('finds the delimiter of %s', async (_, text) => {
    const [row] = await outline('csv', text);
    expect(row).toMatch(/^A \| - Name.*: A; Price.*: 5$/);
  });

  it('knows questions and answers', async () => {
    expect(await outline('csv', 'id,Question,Answer\n1,Open?,"Yes.\nDaily."\n2,Empty?,\n')).toEqual([
      'Open? | Yes. | Daily.',
    ]);
  });

  it('says what other columns add to an answer, and nothing that is for those who keep them', async () => {
    const text =
      'Category;Question;Answer;Details;Internal notes;Last updated;Views\nShip to all;Do you ship?;Yes;Only within the EU;Ask Bob first;2 May 2025;12\nAll;Late?;Rarely. Never at night.;Call us first.;;;\nAll;Open?;Yes.;;;;\nAll;Empty?;;Only on request;;;\n';
    expect(await outline('csv', text)).toEqual([
      'Ship to all/Do you ship? | Yes; Details: Only within the EU',
      'All/Late? | Rarely. Never at night. | Details: Call us first.',
      'All/Open? | Yes.',
    ]);
    expect(await outline('csv', 'Question (EN),Answer (EN),Answer (DE)\nOpen?,"Yes, daily","Ja, jeden Tag"\n')).toEqual(
      ['Open? | Yes, daily'],
    );
  });

  it.each([
    'Pregunta;Respuesta\n',
    'Question;Réponse\n',
    'Vragen;Antwoorden\n',
    'Question (EN);Answer (EN)\n',
    'Fragen;Antworten\n',
    'FAQ\nQuestions;Answers\n',
    '',
  ])('knows pairs under the names %j', async (names) => {
    expect(await outline('csv', `${names}Open?;Yes, daily.\nCan I return it;Within 30 days.\n`)).toEqual([
      'Open? | Yes, daily.',
      'Can I return it | Within 30 days.',
    ]);
  });

  it.each([
    ['Tour 3,849,12 kg\nTour 5,999,13 kg\n', ['Tour 3 | - Tour 3; 849; 12 kg', 'Tour 5 | - Tour 5; 999; 13 kg']],
    ['Double room,80\nSuite,120\n', ['Double room | - Double room: 80', 'Suite | - Suite: 120']],
    ['Paket,bis 2 kg\nInland,4.90\n', ['Inland | - Paket: Inland; bis 2 kg: 4.90']],
    ['Größe,38\nBestand,3\n', ['Bestand | - Größe: Bestand; 38: 3']],
    ['Bikes,2025,2026\nTour,849,999\n', ['Tour | - Bikes: Tour; 2025: 849; 2026: 999']],
    ['Model,Vegan?\nTour,yes\n', ['Tour | - Model: Tour; Vegan?: yes']],
    ['Open?,Yes.\n', ['Open? | Yes.']],
    ['Mon,9-12,14-17\nTue,9-11,13-17\n', ['Mon | - Mon; 9-12; 14-17', 'Tue | - Tue; 9-11; 13-17']],
    ['Inland,4.90,9.90\nEU,8.90,14.90\n', ['Inland | - Inland; 4.90; 9.90', 'EU | - EU; 8.90; 14.90']],
    ['Format;100;250\nA6;19;29\n', ['A6 | - Format: A6; 100: 19; 250: 29']],
    ['Distance,5 km,10 km\nAnna,20 km,30 km\n', ['Anna | - Distance: Anna; 5 km: 20 km; 10 km: 30 km']],
    [';100;120\nWidth;90;110\n', ['Width | - Width; 100: 90; 120: 110']],
    ['Model,V,A\nCharger,12,2\n', ['Charger | - Model: Charger; V: 12; A: 2']],
    ['Bremsbelag;F;R\nTour;9;8\n', ['Tour | - Bremsbelag: Tour; F: 9; R: 8']],
    ['Q;A\nOpen;Yes.\n', ['Open | Yes.']],
    [
      'Summer;Price\nAdult;€5\nWinter;Price\nAdult;€3\n',
      ['Adult | - Summer: Adult; Price: €5', 'Adult | - Winter: Adult; Price: €3'],
    ],
    ['Name;Room\nAnna;Room\nBob;Double\n', ['Anna | - Name: Anna; Room: Room', 'Bob | - Name: Bob; Room: Double']],
  ])('tells names of columns from a first row: %j', async (text, sections) => {
    expect(await outline('csv', text)).toEqual(sections);
  });

  it.each([
    ['alone in its row', 'Price list 2026\nProduct,Price\nTour 3,849\nCity,649\n'],
    ['before empty cells', 'Price list 2026;\r\n;\r\nProduct;Price\r\nTour 3;849\r\nCity;649\r\n'],
  ])('takes no title %s for the names of the columns', async (_, text) => {
    expect(await outline('csv', text)).toEqual([
      'Tour 3 | - Product: Tour 3; Price: 849',
      'City | - Product: City; Price: 649',
    ]);
    expect((await read('csv', text)).title).toBe('Price list 2026');
  });

  it('tells the delimiter by what stands equally often in each line, not by the commas of a title', async () => {
    const text =
      'Preisliste 2026, alle Preise in EUR, inkl. MwSt., gültig ab 1. März;;\nArtikel;Größe;Preis\nHemd;M;29,90\nHose;"L; XL";59,90';
    expect(await outline('csv', text)).toEqual([
      'Hemd | - Artikel: Hemd; Größe: M; Preis: 29,90',
      'Hose | - Artikel: Hose; Größe: L; XL; Preis: 59,90',
    ]);
  });

  it('says what stands between a title and the names of the columns', async () => {
    const rows = 'Preise,,\nAlle Preise mit MwSt.,,\nFahrrad,Preis in Euro,Hinweis\nTour 3,849,\nCity,649,neu\n';
    expect(await outline('csv', rows)).toEqual([
      ' | Alle Preise mit MwSt.',
      'Tour 3 | - Fahrrad: Tour 3; Preis in Euro: 849',
      'City | - Fahrrad: City; Preis in Euro: 649; Hinweis: neu',
    ]);
    expect(await outline('csv', 'FAQ,\nQuestion,Answer\nOpen?,Yes.\n')).toEqual(['Open? | Yes.']);
  });

  it.each([
    ['Product,\nTour 3,849\nCity,649\n', 'Tour 3 | - Product: Tour 3; 849'],
    ['Product,\nTour,fast\nCity,849\n', 'Tour | - Product: Tour; fast'],
    ['Opening hours,\nMonday,closed\nTuesday,9-17\n', 'Monday | - Opening hours: Monday; closed'],
    ['Contact;\nAddress;Main Street\nPhone;123\n', 'Address | - Contact: Address; Main Street'],
    ['Facts\nWe ship, daily.\nOpen from 9, closed at 5.\n', 'We ship, daily. | - Facts: We ship, daily.'],
    ['Name\nAnna,Sales\nBob,Support\n', 'Anna,Sales | - Name: Anna,Sales'],
  ])('leaves a lone name above its column: %j', async (text, first) => {
    expect((await outline('csv', text))[0]).toBe(first);
  });

  it('refuses 100,000 rows, and what is no CSV', async () => {
    await expect(read('csv', `a,b\n${'1,2\n'.repeat(100_000)}`)).rejects.toMatchObject({ code: 'too_long' });
    await expect(read('csv', `a\n"${'x'.repeat(200_000)}"`)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(read('csv', 'only,a,header\n')).rejects.toMatchObject({ code: 'no_text' });
  });

  it('takes as many rows as it may', async () => {
    expect(await outline('csv', `a,b\n${'1,2\n'.repeat(documentLimits.rows)}`)).toHaveLength(documentLimits.rows);
  });
});
