import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from './split-sentences.ts';

describe('splitSentences', () => {
  // Each row: the sentences as they should come out; joined by a space they go in.
  it.each<string[][]>([
    [['We ship to Ireland and the Netherlands only.', 'It costs 4.50 euros.', 'Returns are free.']],
    [['Returns cost $4.50.', 'Pickup is free.']],
    [['Open from 9 a.m. to 5 p.m. on weekdays.', 'Closed on Sundays.']],
    [['Open until 5 p.m.', 'We close on Sundays.']],
    [['Call at 9 a.m. Monday.', 'We answer.']],
    [['Ask Dr. Smith or Mrs. Jones.', 'They know.']],
    [['Ask Sra. Garcia, Fr. Schmidt or Mme. Dupont.', 'They know.']],
    [['Open Mon. to Fr.', 'We answer.']],
    [['Written by J. K. Rowling.', 'It sold well.']],
    [['See No. 5 on Main St. Corner shop.', 'It is red.']],
    [['Is it free?', 'No. You pay 5 euros.']],
    [['Is the theory test included?', 'No. The theory test costs €45.', 'Yes! Of course. Lessons are.']],
    [['Do you take cards? Yes.']],
    [
      [
        'Ja. Wir liefern.',
        'Liefern Sie?',
        'Leider nein. Wir liefern nichts.',
        'Of course we do.',
        'We say no.',
        'Why?',
      ],
    ],
    [['Yes.']],
    [['Bring food, drinks, etc.', 'We provide the rest.']],
    [['Use a card, e.g. Visa or Mastercard.', 'Cash works too.']],
    [['Made by Acme Inc. Boston for you.', 'Enjoy.']],
    [['We are Acme Ltd.', 'Our office is in Cork.']],
    [['Write to help@larkspur.example.', 'We answer in a day.']],
    [['See https://shop.example/faq?lang=En&x=1#Top for more.', 'Or call.']],
    [['Our site is www.shop.example.', 'Visit us!', 'Why not?']],
    [['Version 2.10.3 is out.', 'Update now.']],
    [['Call +353 1 234 5678 (Mon. to Fri. Only in office hours.) or write.', 'Thanks.']],
    [['It said "Out of stock. Sorry." on the page.', 'Now it is back.']],
    [['1. Open the app.', '2. Press Start.']],
    [['Delivery takes approx. 3 Days.', 'Express takes one.']],
    [['The fee is due on Jan. 15.', 'Later it doubles.']],
    [['We ship to the U.S. and Canada.', 'No other countries.']],
    [['We ship to the U.S.', 'We do not ship to Canada.']],
    [['Wait... it works.', 'Good.']],
    [['Wow!', 'Really?!', 'No way.']],
    [['A 26" wheel costs 40 euros.', 'A 28" wheel costs 45.']],
    [['Die Lieferung kostet z.B. 5 Euro.', 'Sie dauert ca. 3 Tage.']],
    [['Das Angebot gilt bis 30. September 2026.', 'Am 24. Dezember ist zu.']],
    [['Das Büro liegt im 1. Stock.', 'Es ist am 3. Oktober und am 24. und 25. Dezember zu.']],
    [['Der 2. Weltkrieg, jeder 10. Kunde und die 1. und 2. Klasse.', 'Mehr nicht.']],
    [['Hauptstr. 5, 2. Stock, 10115 Berlin.', 'Die Rechnung kommt am 3.', 'Die Mahnung am 9.']],
    [['Art.-Nr. 7 und Hausnr. 3 b.', 'Von 9 bis 5.', 'Montag ist zu.', 'Ab 9.', 'Kinder ab 6.', 'Ende.']],
    [['Nous sommes au 12, av. Foch, voir chap. 3.', 'Merci.']],
    [['Sie finden uns im Haus 3.', 'Stock gibt es keinen.']],
    [['Wir nehmen u. a. Visa, d. h. Karten, z. B. Mastercard.', 'Bar zahlt i. d. R. Niemand.']],
    [['Wir sind ein e. V.', 'Wir helfen Kindern u. Ä.', 'Bitte spenden Sie 5 Mio. Euro.']],
    [['Visa, Mastercard u.a.', 'Das gilt v. a. Samstag.']],
    [['Paiement par carte, p. ex. Visa, voir art. 3 et M. Dupont, tél. 01 23.', 'Livraison en 3 jours.']],
    [['Pregunte al Sr. García o a la Dra. Ruiz, p. ej. Lunes, en EE. UU. Norte, pág. 3, aprox. 5 Euros.', 'Gracias.']],
    [['Vedi n. 5 e art. 3, p. es. Roma, o il sig. Rossi.', 'Grazie.']],
    [['Ask P. Smith or N. Jones.', 'I am 24.', 'Maiden voyages are free.']],
    [['We sell option n.', 'Then we stop.', 'Plan A.', 'We do.', 'See item z.', 'Bikes are free.']],
    [['It opened in 24.', 'Maiden voyages are free.']],
    [['Sorry, it is sold out :( today.', 'We get more soon.', 'Ask us (or call).']],
    [['Costs (see below.', 'Delivery is free.', 'It takes a day.']],
    [['He said "no.', 'We said yes.', 'It is done.']],
    [['Open Mon.-Fri. 9-5.', 'We answer.']],
    [['Mon.–Fri. 9–5, Sat. 10–2, Tu. 9 to 5.', 'Call us.']],
    [['Mo.-Fr. 9-17 Uhr, Sa. 10-14 Uhr, So. 10 bis 12 Uhr.', 'Lun. 9:00, mer. 9h30.']],
    [['Please do.', '3 Bikes are left.', 'Vue sur la mer.', '12 Chambres.', 'It has USB-C.', 'Batteries last.']],
    [['Written by J.-P. Sartre.', 'It sold well.']],
    [['Visit 123 Main St., Ste. 200, Apt. 4, Dublin, or Ft. Lauderdale near Mt. Hood.', 'It is open.']],
    [
      [
        'Net weight 12 oz.',
        'Roasted in Portland.',
        'The cable is 3 ft.',
        'Colour: black.',
        'Altezza 5mt.',
        'Peso 2 lt.',
        'Fine.',
      ],
    ],
    [['Aperto due anni fa.', 'Le camere hanno tutte il bagno.']],
    [
      [
        'Please keep this in mind.',
        '24 Hours before arrival you get a code.',
        'Peace of mind.',
        '5 Years of warranty.',
      ],
    ],
    [['Das bleibt so.', '8-12 Personen passen hinein.', 'That we do.', '9-12 Bikes are left.']],
    [['Ab mind. 20 Euro abzgl. Rabatt, tägl. 9 bis 17 Uhr.', 'Keep it in mind.', 'Bikes are free.']],
    [['Fragen bzgl. Ihrer Bestellung beantwortet lt. Vertrag die Fa. Müller.', 'Danke.']],
    [['Vraag dhr. Jansen of mevr. Smit, bijv. Maandag, evt. Dinsdag.', 'Dank u.']],
    [['Rooms from Rs. 4,500.', 'Breakfast is Rs. 200.', 'Morgenmad kr. 50, makan Rp. 20.000.']],
    [['Desert tours from Dhs. 50, menú S/. 50 y ride Tk. 500.', 'Ph. 555 12, Mob. 06 12, Tlf. 91 12.']],
    [['Morgenmad koster 500 kr.', '2 Personer kan deltage.', 'Rooms cost 500 Rs.', '3 Nights are the least.']],
    [['We sell drums.', '3 Shops are in Cork.', 'Ask the mob.', 'We did.']],
    [['Check-in is from 3 p.m.', 'Check-out is until 11 a.m.']],
  ])('%j', (sentences) => {
    expect(splitSentences(sentences.join(' '))).toEqual(sentences);
  });

  it('knows the full stop of scripts without spaces', () => {
    expect(splitSentences('送料は無料です。返品できますか？はい。')).toEqual([
      '送料は無料です。',
      '返品できますか？',
      'はい。',
    ]);
  });

  it('gives nothing for nothing', () => {
    expect(splitSentences(' ')).toEqual([]);
  });

  it('loses and adds nothing, whatever it is given', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'Mr.',
        'e.g.',
        'No.',
        '4.50',
        '(',
        ')',
        '"',
        'a?b',
        'U.S.',
        '1.',
        '...',
        '!',
        '?',
        'We',
        'x@y.zz',
      ),
      fc.string({ maxLength: 6 }).map((text) => text.replace(/\s/g, '')),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const line = words.filter(Boolean).join(' ');
        const sentences = splitSentences(line);
        expect(sentences.join(' ').replace(/\s/g, '')).toBe(line.replace(/\s/g, ''));
        for (const sentence of sentences) expect(sentence).toBe(sentence.trim());
      }),
    );
  });

  it('splits a long line as it would its parts, and in time', () => {
    const sentences = ['We ship to Ireland.', 'It costs 4.50 euros, i.e. less.', `Long ${'word '.repeat(900)}one.`];
    const line = Array.from({ length: 200 }, () => sentences.join(' ')).join(' ');
    const started = performance.now();
    expect(splitSentences(line)).toEqual(Array.from({ length: 200 }, () => sentences).flat());
    expect(splitSentences('We ship to Ireland. '.repeat(50_000))).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('looks at little of what follows a sentence without end', () => {
    const endless = 'x '.repeat(500_000);
    const [first, ...others] = splitSentences(`${endless}End. ${'We ship. '.repeat(100_000)}`);
    expect([first?.length, others.length, new Set(others)]).toEqual([1_000_004, 100_000, new Set(['We ship.'])]);
  });

  it('comes to an end with long text, and loses none of it', () => {
    const long = `${'('.repeat(20_000)}${'No. '.repeat(20_000)}${'a.'.repeat(20_000)}`;
    const withoutBlanks = (text: string) => text.replaceAll(' ', '');
    expect(withoutBlanks(splitSentences(long).join(''))).toBe(withoutBlanks(long));
  });
});
