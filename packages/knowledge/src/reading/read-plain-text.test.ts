import { describe, expect, it } from 'vitest';
import { outline, read } from './testing/outline.ts';

describe('plain text', () => {
  it('knows paragraphs, items and underlined headings', async () => {
    const text =
      'Shop\n====\n\nOpen\r\ndaily.\n\nWe sell:\n- bread\n  and rolls\n- milk\n\nHours\n-----\nNine to five.';
    expect(await outline('text', text)).toEqual([
      'Shop | Open daily. | We sell: | - bread and rolls | - milk',
      'Shop/Hours | Nine to five.',
    ]);
  });

  it('takes a line in capital letters for a heading, but where it is said or one of several', async () => {
    const text =
      'ACME HOTEL\n\nOPENING HOURS\nMon-Fri 9-18\nSat 9-12\nPRICES\n\nFair.\nCASH ONLY\n\nSUITE\n-----\nBig.\n\nACME LTD\nMAIN STREET\n\nIMPRINT';
    expect(await outline('text', text)).toEqual([
      ' | ACME HOTEL',
      'OPENING HOURS | Mon-Fri 9-18, Sat 9-12',
      'PRICES | Fair. CASH ONLY',
      'SUITE | Big. | ACME LTD MAIN STREET | IMPRINT',
    ]);
  });

  it('knows headings in capital letters that could be said, where text follows right below or a list', async () => {
    const text =
      "1. RENEWAL\nEach year.\n\n2. PAYMENT\n- Visa\n- cash\n\nWHO CAN JUMP\n\nAll over 6.\n\nDON'T JUMP IF\n\n- you drank\n\nYESTERDAY'S BREAD\nHalf price.\n\nNO DOGS\n\nThank you.";
    expect(await outline('text', text)).toEqual([
      'RENEWAL | Each year.',
      'PAYMENT | - Visa | - cash',
      'WHO CAN JUMP | All over 6.',
      "DON'T JUMP IF | - you drank",
      "YESTERDAY'S BREAD | Half price.",
      ' | NO DOGS | Thank you.',
    ]);
  });

  it('takes lines that are set in columns for rows', async () => {
    const text =
      'HOURS\nMonday         closed\nTuesday        7.30 - 17.00\nOn holidays we rest.\n\nPRICES\nSize ...... Wash ... Dry\nSmall ..... £4 ... £2\nLarge ..... £9 ... £3';
    expect(await outline('text', text)).toEqual([
      'HOURS | - Monday: closed | - Tuesday: 7.30 - 17.00 | On holidays we rest.',
      'PRICES | - Size: Small; Wash: £4; Dry: £2 | - Size: Large; Wash: £9; Dry: £3',
    ]);
  });

  it('parts lines that each name what they tell of from the text around them', async () => {
    const text =
      'We have rooms.\nPupils: free for two hours a week, and then six dollars an hour\nOthers: $14 an hour\nWith a piano: $22 an hour\nBook at the office.';
    expect(await outline('text', text)).toEqual([
      ' | We have rooms. | - Pupils: free for two hours a week, and then six dollars an hour | - Others: $14 an hour | - With a piano: $22 an hour | Book at the office.',
    ]);
    const wrapped = 'Note: some\nEnd: of all the lines here is longer than others and goes\nHow: so\non and on.';
    expect(await outline('text', wrapped)).toEqual([` | ${wrapped.replaceAll('\n', ' ')}`]);
  });

  it('says a note with a star where its mark stands', async () => {
    expect(await outline('text', 'Rabbits* £5.\n* On request only.')).toEqual([' | Rabbits (On request only) £5.']);
    expect(await outline('text', 'Rabbits * £5.\n\n- Peak *: £6\n- Off: £5\n\n* Peak: Saturdays.')).toEqual([
      ' | Rabbits * £5. | - Peak (Saturdays): £6 | - Off: £5',
    ]);
  });

  it('parts short lines by commas, and takes ticks for marks', async () => {
    const text = 'Delivery\nGermany 4.90\nAustria 9.90\n\n✓ Free returns\n✓ 24h support\n\nWe ship\nto:\n- Ireland';
    expect(await outline('text', text)).toEqual([
      ' | Delivery, Germany 4.90, Austria 9.90 | - Free returns | - 24h support | We ship to: | - Ireland',
    ]);
  });

  it('keeps the number of a day, and takes the numbers of a list for marks', async () => {
    const text = '24. Dezember: geschlossen.\n\nGilt vom 1. bis\n30. September.\n\nTo return:\n1. Pack\n\n2. Send';
    expect(await outline('text', text)).toEqual([
      ' | - 24. Dezember: geschlossen. | Gilt vom 1. bis 30. September. | To return: | - Pack | - Send',
    ]);
  });

  it('takes lines that are called question and answer for pairs, and what stands around them as before', async () => {
    const text =
      'Ask us.\n\nShipping\n--------\nQ: Do you ship\nto Ireland?\nA: Yes,\ndaily.\n\nWe use:\n- bikes\n- vans\n\nQ: Late?\n\nA: No.\n-----\nQ: And A: yes?\n\nHours\n-----\nDaily.';
    expect(await outline('text', text)).toEqual([
      ' | Ask us.',
      'Shipping/Do you ship to Ireland? | Yes, daily. | We use: | - bikes | - vans',
      'Shipping/Late? | No.',
      'Hours | Daily.',
    ]);
  });

  it.each([
    'Question: Open?\nAnswer: Yes.\nQuestion: Late?\nAnswer: No.',
    'Q1: Open?\nA1: Yes.\n\nQ2: Late?\nA2: No.',
    'Q. Open?\nA. Yes.\n\nQ. Late?\nA. No.',
    '1. Frage: Open?\nAntwort: Yes.\n2. Frage: Late?\nAntwort: No.',
    'F: Open?\nA: Yes.\nF: Late?\nA: No.',
    'Question : Open?\nRéponse : Yes.\nQuestion : Late?\nRéponse : No.',
    'P: Open?\nR: Yes.\nP: Late?\nR: No.',
    'Domanda:\nOpen?\nRisposta:\nYes.\nDomanda:\nLate?\nRisposta:\nNo.',
  ])('knows the names in %j', async (text) => {
    expect(await outline('text', text)).toEqual(['Open? | Yes.', 'Late? | No.']);
  });

  it.each([
    ['P: Parking\nR: Ramp\n\nD: Doors', ' | P: Parking R: Ramp | D: Doors'],
    ['Question: what is a fact?\n\nA sentence.', ' | Question: what is a fact? | A sentence.'],
    ['A: adults\nC: children', ' | A: adults C: children'],
  ])('takes no other labels for them: %j', async (text, line) => {
    expect(await outline('text', text)).toEqual([line]);
  });

  it.each([
    ['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x63, 0xc3, 0xa9]), undefined],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x63, 0, 0xe9, 0]), undefined],
    ['Windows-1252, unannounced', new Uint8Array([0x63, 0xe9]), undefined],
    ['an announced charset', new Uint8Array([0x63, 0x82]), 'ibm866'],
  ])('decodes %s', async (_, bytes, charset) => {
    const { sections } = await read('text', bytes, charset ? { charset } : {});
    expect(sections[0]?.blocks[0]?.text).toBe(charset ? 'c\u0412' : 'cé');
  });

  it('keeps the euro signs, quotes and dashes of Windows-1252', async () => {
    const bytes = Uint8Array.from([0x35, 0x20, 0x80, 0x20, 0x96, 0x20, 0x93, 0xfc, 0x94]);
    expect((await read('text', bytes)).sections[0]?.blocks[0]?.text).toBe('5 € – "ü"');
    expect((await read('text', bytes, { charset: 'latin1' })).sections[0]?.blocks[0]?.text).toBe('5 € – "ü"');
  });

  it.each(['', ' \n ', '---', '…'])('finds no text in %j', async (text) => {
    await expect(read('text', text)).rejects.toMatchObject({ code: 'no_text' });
  });

  it.each([
    ['Windows-1251', 'cff0e8e2e5f22c20ece8f02e20c4eef1f2e0e2eae02e'],
    ['Shift JIS', '8365835883678ec582b78142838a815b83578387'],
  ])('refuses %s, which nothing names, instead of storing other letters', async (_, hex) => {
    await expect(read('text', new Uint8Array(Buffer.from(hex, 'hex')))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('UTF-8'),
    });
  });

  it('refuses a program', async () => {
    await expect(read('text', new Uint8Array([0x7f, 0x45, 0, 0]))).rejects.toMatchObject({ code: 'unreadable' });
  });
});
