import { describe, expect, it } from 'vitest';
import type { WebPage } from '../../document.ts';
import { outline, read } from '../testing/outline.ts';

describe('HTML', () => {
  const page = `<!doctype html><html lang="en-IE"><head><title>FAQ | Shop</title><meta name="robots" content="noindex">
    <link rel="canonical" href="/faq"><style>p{}</style></head><body><header>Shop <nav><a href="/a">Home</a></nav></header>
    <main><header><h1>Questions</h1></header><p>We ship to<br>Ireland &amp; <b>the Neth</b>erlands.</p>
    <h2 id="ret">Returns</h2><div>Free<div>within 30 days</div></div><ul><li>Bikes <ul><li>Folding</li></ul></li><li><p>Parts</p></li></ul>
    <p hidden>secret</p><p style="display: none">secret</p><script>secret()</script><form>Search <input></form>
    <table><tr><th>Size<th>Price<tr><td>S<td>4.50</table><table><tr><td>Phone:<td>123</table>
    <details><summary>Do you repair?</summary>Yes, daily.</details><dl><dt>Warranty</dt><dd>Two years.</dd></dl>
    <a href="b?x=1#y">B</a> <a rel="nofollow" href="/c">C</a> <a href="mailto:a@b.example">mail</a></main><footer>© 2026</footer></body></html>`;

  it('gives the main part, without what surrounds it', async () => {
    expect(await outline('html', page)).toEqual([
      'Questions | We ship to Ireland & the Netherlands.',
      'Questions/Returns | Free | within 30 days | - Bikes | - Folding | - Parts | - Size: S; Price: 4.50 | - Phone: 123',
      'Questions/Returns/Do you repair? | Yes, daily.',
      'Questions/Returns/Warranty | Two years.',
      'Questions/Returns | B C mail: a@b.example',
    ]);
  });

  it('tells of title, language, links and wishes', async () => {
    const { title, language, links, canonical, noindex, sections } = (await read('html', page, {
      url: 'https://shop.example/help/faq.html',
    })) as WebPage;
    expect({ title, language, canonical, noindex }).toEqual({
      title: 'Questions',
      language: 'en-IE',
      canonical: 'https://shop.example/faq',
      noindex: true,
    });
    expect(links).toEqual(['https://shop.example/a', 'https://shop.example/help/b?x=1#y']);
    expect(sections.map(({ fragment }) => fragment)).toEqual([null, 'ret', null, null, 'ret']);
  });

  it.each([
    [
      '<tr><th>Day<th>Hours<tr><td rowspan=2>Mon<td>9-5<tr><td>6-8<tr><td>Tue<td>9-5',
      ['Day: Mon; Hours: 9-5', 'Day: Mon; Hours: 6-8', 'Day: Tue; Hours: 9-5'],
    ],
    ['<tr><td rowspan=0>Mon<td>9-5<tr><td>6-8<tr>', ['Mon: 9-5', 'Mon: 6-8']],
    [
      '<tr><th>Day<th>From<th>To<tr><td>Sat<td colspan=2>closed<tr><td colspan=3>By appointment too',
      ['Day: Sat; From: closed; To: closed', 'By appointment too'],
    ],
    [
      '<tr><th colspan=3>Tickets<tr><th rowspan=2>Age<th colspan=2>Price<tr><th>Day<th>Year<tr><td>Adult<td>9<td>90',
      ['Tickets', 'Age: Adult; Price Day: 9; Price Year: 90'],
    ],
    ['<tr><td colspan=2>Contact<tr><td>Phone<td>123', ['Contact', 'Phone: 123']],
    ['<thead><tr><th>A<th rowspan=9>B</thead><tbody><tr><td>1<td>2', ['A: 1; B: 2']],
    ['<tr><th>A<th>B<th>C<th>D<tr><td>1<td>2<td>3<td rowspan=2>4<tr><td>5', ['A: 1; B: 2; C: 3; D: 4', 'A: 5; D: 4']],
    ['<tr><th>A<th>B<tr><th>1<th>2', ['A: 1; B: 2']],
    ['<thead><tr><td>A<td>B</thead><tbody><tr><td>1<td>2', ['A: 1; B: 2']],
    [
      '<tr><td colspan=3>Boxes<tr><td>Size<td>Price<td>Delivery<tr><td>S<td>4.50<td>3 days',
      ['Boxes', 'Size: S; Price: 4.50; Delivery: 3 days'],
    ],
    ['<tr><td>Zone<td>Price<tr><td>Ireland<td>4.50', ['Zone: Ireland; Price: 4.50']],
    ['<tr><td>Name<td>Anna<tr><td>Phone<td>123', ['Name: Anna', 'Phone: 123']],
    [
      '<tr><td>Room<td>Double room<tr><td>Price<td>80 €<tr><td>Breakfast<td>included',
      ['Room: Double room', 'Price: 80 €', 'Breakfast: included'],
    ],
    ['<tr><td>Delivery<td>next day<tr><td>Returns<td>30 days', ['Delivery: next day', 'Returns: 30 days']],
    ['<tr><td>Contact<td>by phone<tr><td>Hotline<td>030 123', ['Contact: by phone', 'Hotline: 030 123']],
    ['<tr><td>Artikel<td>Preis (EUR)<tr><td>Tour 3<td>849', ['Artikel: Tour 3; Preis (EUR): 849']],
    ['<tr><td><td>Basic<td>Pro<tr><td>Price<td>9 €<td>19 €', ['Price; Basic: 9 €; Pro: 19 €']],
    ['<tr><td><td>Basic<tr><td><td>9 €', ['Basic', '9 €']],
    [
      '<tr><th><h3>Basic</h3><th>Pro<tr><td>9 €<ul><li>Mail<li>Chat</ul><td><ol><li>All.<li>Phone</ol>',
      ['Basic: 9 € Mail, Chat; Pro: All. Phone'],
    ],
    [
      '<tr><th>Name<th>About<th>Price<th>Note<tr><td>Tour 3<td>Light bike. For cities.<td>849.<td>New! Ask Dr. Wu',
      ['Name: Tour 3; Price: 849; About: Light bike. For cities. Note: New! Ask Dr. Wu'],
    ],
    [
      '<tr><th>Summer<th>Price<tr><td>Adult<td>€5<tr><th>Winter<th>Price<tr><td>Adult<td>€3',
      ['Summer: Adult; Price: €5', 'Winter: Adult; Price: €3'],
    ],
    [
      '<tr><td>Room<td>Beds<td>Price<tr><td>Sea<td>1<td>€5<tr><td>Flat<td>Beds<td>Price<tr><td>Hill<td>2<td>€9',
      ['Room: Sea; Beds: 1; Price: €5', 'Flat: Hill; Beds: 2; Price: €9'],
    ],
    [
      '<thead><tr><th>A<th>B</thead><tbody><tr><td>1<td>2</tbody><thead><tr><th>C<th>D</thead><tbody><tr><td>3<td>4',
      ['A: 1; B: 2', 'C: 3; D: 4'],
    ],
    [
      '<tr><th>Age<th>Price<tr><td>Adult<td>9<tr><th rowspan=2>Age<th colspan=2>Price<tr><th>Day<th>Year<tr><td>Child<td>4<td>40',
      ['Age: Adult; Price: 9', 'Age: Child; Price Day: 4; Price Year: 40'],
    ],
    [
      '<tr><th>Item<th>Price<tr><td>Tour<td>5<tr><th>Subtotal<th>5<tr><td>City<td>6<tr><th>Sum<th>11',
      ['Item: Tour; Price: 5', 'Item: Subtotal; Price: 5', 'Item: City; Price: 6', 'Item: Sum; Price: 11'],
    ],
    [
      '<tr><th>Day<th>Hours<tr><td>Mon<td>9-5<tr><th>Sun<th>closed<tr><td>Tue<td>9-5',
      ['Day: Mon; Hours: 9-5', 'Day: Sun; Hours: closed', 'Day: Tue; Hours: 9-5'],
    ],
    ['<tr><th>A<th>B<tr><th>1<th>2<tr><th>3<th>4', ['A: 1; B: 2', 'A: 3; B: 4']],
    [
      '<tr><td>Haircut<td>€30<tr><td colspan=2>With washing<tr><td>Colour<td>€60<tr><td colspan=2>With advice<tr><td>Beard<td>€9',
      ['Haircut: €30', 'With washing', 'Colour: €60', 'With advice', 'Beard: €9'],
    ],
  ])('tells the cells of %s under their columns', async (table, rows) => {
    expect(await outline('html', `<table>${table}</table>`)).toEqual([
      ['', ...rows.map((row) => `- ${row}`)].join(' | '),
    ]);
  });

  it('tells rows under the caption of their table, and what follows under none', async () => {
    const table = (caption: string, hours: string) =>
      `<table><caption>${caption}</caption><tr><th>Day<th>Hours<tr><td>Mon<td>${hours}</table>`;
    expect(await outline('html', `<h2>Hours</h2>${table('Summer', '9-5')}${table('Winter', '10-4')}Call us.`)).toEqual([
      'Hours/Summer | - Day: Mon; Hours: 9-5',
      'Hours/Winter | - Day: Mon; Hours: 10-4',
      'Hours | Call us.',
    ]);
  });

  it.each([
    ['th', '', ['Hours/Summer | - Mon: 9-5 | - Sat: 9-2']],
    ['td', '', ['Hours/Summer | - Mon: 9-5 | - Sat: 9-2']],
    ['th', '<tr><td>Sun<td>closed', ['Hours | - Sun: closed', 'Hours/Summer | - Mon: 9-5 | - Sat: 9-2']],
  ])('tells rows under the row of one cell, a %s, above them', async (cell, above, first) => {
    const group = (title: string, mon: string, sat: string) =>
      `<tr><${cell} colspan=2>${title}</${cell}><tr><td>Mon<td>${mon}<tr><td>Sat<td>${sat}`;
    const rows = `${above}${group('Summer', '9-5', '9-2')}${group('Winter', '10-3', 'closed')}`;
    expect(
      await outline('html', `<h2>Hours</h2><table>${rows}<tr><td colspan=2>Or by appointment</table>Call us.`),
    ).toEqual([...first, 'Hours/Winter | - Mon: 10-3 | - Sat: closed', 'Hours | - Or by appointment | Call us.']);
  });

  it('keeps raised figures apart from the number before, in headings and cells too', async () => {
    const page =
      '<h2>From €4<sup>50</sup></h2><p>Plan: $49<sup>1</sup>, 1<sup>1</sup>/<sub>2</sub> m<sup>2</sup>.<table><tr><td>Apples<td>€12<sup>50</sup></table>';
    expect(await outline('html', page)).toEqual(['From €4.50 | Plan: $49, 1 1/2 m2. | - Apples: €12.50']);
  });

  it('ends a paragraph where two line breaks leave a line empty', async () => {
    const page = '<p>We open<br>at nine<br> <br/>We close at <b>five<br></b><br>Call us';
    expect(await outline('html', page)).toEqual([' | We open at nine | We close at five | Call us']);
  });

  it('reads on behind a picture within a line', async () => {
    const page = '<p>Click the gear <img src="g.png" alt=""> in the corner and choose “Return”.</p>';
    expect(await outline('html', page)).toEqual([' | Click the gear in the corner and choose "Return".']);
    expect(await outline('html', '<ul><li>Press<picture><source><img alt="x"></picture>twice')).toEqual([
      ' | - Press twice',
    ]);
    expect(await outline('html', '<div>Lamps<img src="a.png">Chairs</div>')).toEqual([' | Lamps | Chairs']);
  });

  it('parts short lines as plain text does, in an item too', async () => {
    const page = `<p>Mon 9-17<br>Tue
      9-17<br>Sat <b>closed</b><br></p><p>We have:<br>- Bikes<br>- Parts</p><ul><li>Main St 5<br>Dublin<br>Ireland</ul>`;
    expect(await outline('html', page)).toEqual([
      ' | Mon 9-17, Tue 9-17, Sat closed | We have: | - Bikes | - Parts | - Main St 5, Dublin, Ireland',
    ]);
  });

  it('refuses a table that spans make endless', async () => {
    const table = `<table><tr>${'<td rowspan=0 colspan=999>'.repeat(5_000)}${'<tr><td>'.repeat(5_000)}</table>`;
    await expect(read('html', table)).rejects.toMatchObject({ code: 'too_long' });
  });

  it('bounds titles and ids, which all that stands under them carries along', async () => {
    const long = 'Word '.repeat(40_000);
    const text = `<title>${long}</title><h2 id="${'x'.repeat(3_000)}">${long}</h2>${'<h3 id="b">B</h3>b'.repeat(2_000)}`;
    const { title, sections } = await read('html', text);
    expect([title?.length, sections.length]).toEqual([199, 2_000]);
    expect(new Set(sections.map(({ titles }) => titles.map(({ length }) => length).join()))).toEqual(
      new Set(['199,1']),
    );
    const [first] = (await read('html', `<h2 id="${'x'.repeat(3_000)}">A</h2>a`)).sections;
    expect(first).toMatchObject({ titles: ['A'], fragment: null });
  });

  it('reads pages without a main part, and fragments', async () => {
    expect(await outline('html', '<h1>A</h1>Text<p>more')).toEqual(['A | Text | more']);
    expect(await outline('html', '<main></main><div>Outside.</div>')).toEqual([' | Outside.']);
  });

  it('takes what stands in bold in a line of its own for a heading', async () => {
    const page =
      '<h2>Care</h2><p><strong>Vaccinations</strong></p><p>All dogs.</p><p> <b>Food</b><br>Twice a day.</p><p><b>Cash only</b></p><ul><li><p><b>Beds</b></p></ul><p><b>Dogs</b> may come.';
    expect(await outline('html', page)).toEqual([
      'Care/Vaccinations | All dogs.',
      'Care/Food | Twice a day.',
      'Care | Cash only | - Beds | Dogs may come.',
    ]);
  });

  it('reads what buttons unfold, under what stands on them', async () => {
    const faq = `<main><h1>FAQ</h1><h2 id="de"><button aria-expanded="false" aria-controls="a">Do you ship to Germany?<svg><title>+</title></svg></button></h2>
      <div id="a" hidden>Yes, in 3 days.</div><button aria-expanded="false" aria-controls="b c" id="back">Can I return it?</button>
      <div id="b" style="display:none">Within 30 days.<button>Was this helpful?</button></div><h2>Prices <button>Copy</button></h2>From 5 euros.
      <div role="tablist"><button role="tab" aria-controls="t">Sizes</button></div><div role="tabpanel" id="t" aria-hidden="true">S to XL.</div>
      <button hidden aria-expanded="false" aria-controls="d">More</button><p id="e" hidden>secret</p></main>`;
    expect(await outline('html', faq)).toEqual([
      'FAQ/Do you ship to Germany? | Yes, in 3 days.',
      'FAQ/Do you ship to Germany?/Can I return it? | Within 30 days.',
      'FAQ/Prices | From 5 euros.',
      'FAQ/Prices/Sizes | S to XL.',
    ]);
  });

  it('reads what links and other signs unfold, and under a question on a button what stands behind it', async () => {
    const faq = `<main><h1>FAQ</h1><button class="accordion">Do you ship?</button><div class="panel">Yes.<button>Helpful?</button></div>
      <a href="#a" aria-expanded="false">Can I return it?</a><div id="a" hidden>Within 30 days.</div>
      <div role="button" aria-expanded="false" aria-controls="b"><span>Late?</span></div><div id="b" style="display:none">No.</div>
      <h3 role="button" aria-expanded="false" aria-controls="c">Hours</h3><div id="c" hidden>Daily.</div>
      <div role="button" aria-expanded="true"><p>Ask us.</p></div><a href="/terms">Questions?</a></main>`;
    expect(await outline('html', faq)).toEqual([
      'FAQ/Do you ship? | Yes.',
      'FAQ/Can I return it? | Within 30 days.',
      'FAQ/Late? | No.',
      'FAQ/Hours | Daily. | Ask us. | Questions?',
    ]);
  });

  it('reads the answer that a sign unfolds within itself', async () => {
    const faq = `<main><h1>FAQ</h1><div role="button" aria-expanded="false" aria-controls="a"><h3>Do you ship?</h3>
      <div id="a" hidden>Yes, to Ireland.</div></div><a href="#b" aria-expanded="false"><h3>Late?</h3><div id="b">No.</div></a></main>`;
    expect(await outline('html', faq)).toEqual(['FAQ/Do you ship? | Yes, to Ireland.', 'FAQ/Late? | No.']);
  });

  it('takes an article for the main part where it is most of the page', async () => {
    const article = '<article>We repair bikes of all kinds.</article>';
    expect(await outline('html', `<div>Menu</div>${article}`)).toEqual([' | We repair bikes of all kinds.']);
    const page = `<h1>Hotel</h1><p>Rooms from 80 euros.</p>${article}<p>Parking is free.</p>`;
    expect(await outline('html', page)).toEqual([
      'Hotel | Rooms from 80 euros. | We repair bikes of all kinds. | Parking is free.',
    ]);
  });

  it('reads the header of a section', async () => {
    const page = '<header>Shop</header><section><header><h2>Hours</h2><p>Summer</p></header>Daily.</section>';
    expect(await outline('html', page)).toEqual(['Hours | Summer | Daily.']);
  });

  it('reads a page that is all form, and no form of a page', async () => {
    const page = '<form><nav>Home</nav><h1>Hours</h1><p>Open daily.</p></form><form><p>Your name</p></form>';
    expect(await outline('html', page)).toEqual(['Hours | Open daily.']);
  });

  it('does not take a page for UTF-16 that says so in single bytes', async () => {
    expect(await outline('html', '<meta charset="utf-16"><p>Open daily, caf\u00e9 too.')).toEqual([
      ' | Open daily, caf\u00e9 too.',
    ]);
  });

  it('says a note with a star below a table where its mark stands', async () => {
    const page =
      '<table><tr><th>Ticket<th>Peak*<tr><td>Adult<td>£12<tr><td>Child<td>£9</table><p>* Peak: Saturdays.</p>';
    expect(await outline('html', page)).toEqual([
      ' | - Ticket: Adult; Peak (Saturdays): £12 | - Ticket: Child; Peak (Saturdays): £9',
    ]);
  });

  it('leaves out what is struck out', async () => {
    const page = '<p>Adults <del>20</del> <ins>15</ins> euros, children <s>9</s> 8, groups <strike>5</strike> 4.';
    expect(await outline('html', page)).toEqual([' | Adults 15 euros, children 8, groups 4.']);
    const styled = '<p>Adults <span style="color:red; text-decoration: line-through">20</span> 15 euros.</p>';
    expect(await outline('html', styled)).toEqual([' | Adults 15 euros.']);
  });

  it('leaves out raised marks that lead to notes on the page, and no others', async () => {
    const page = `<h1>Bike<sup><a href="#fn1">1</a></sup></h1>
      <p>Built in 1890<sup id="cite_ref-1" class="reference"><a href="#cite_note-M%C3%BCller-1"><span>[</span>1<span>]</span></a></sup>.
      Free<a href="https://shop.example/bike#fn1"><sup>*</sup></a> for 9 m<sup>2</sup>, see<sup><a href="/terms#fn1">[2]</a></sup>
      and<sup><a href="#prices">[3]</a></sup>, the 1<sup>st</sup><sup>[4]</sup>.</p>
      <table><tr><td>Weight<td>9 kg<sup><a href="#fn1">[note 1]</a></sup></table><h2 id="prices">Prices</h2>
      <ol><li id="cite_note-Müller-1">Müller, 1900.</li></ol><p id="fn1">Above 50 euros.</p>`;
    const { sections, title } = await read('html', page, { url: 'https://shop.example/bike' });
    expect(title).toBe('Bike');
    expect(sections.flatMap(({ blocks }) => blocks.map(({ text }) => text))).toEqual([
      'Built in 1890. Free for 9 m2, see[2] and[3], the 1st[4].',
      'Weight: 9 kg',
      'Müller, 1900.',
      'Above 50 euros.',
    ]);
  });

  it('decodes the charset that the page names', async () => {
    const bytes = Buffer.from('<meta charset="iso-8859-1"><p>caf\u00e9 \u00df', 'latin1');
    expect(await outline('html', new Uint8Array(bytes))).toEqual([' | caf\u00e9 \u00df']);
  });

  it('refuses what is nested too deeply', async () => {
    await expect(read('html', '<div>'.repeat(5_000).concat('x'))).rejects.toMatchObject({ code: 'too_long' });
  });
});
