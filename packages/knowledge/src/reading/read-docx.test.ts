import { expect, it } from 'vitest';
import { documentLimits } from '../limits.ts';
import { outline, read } from './testing/outline.ts';
import { docx, paragraph } from './testing/write-docx.ts';

it('reads headings, paragraphs, lists and tables', async () => {
  const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
  const bytes = docx(
    paragraph('Handbook', 'Title') +
      paragraph('Shipping', 'Heading1') +
      paragraph('We ship to Ireland &amp; the Netherlands.') +
      `<w:tbl><w:tr>${cell('Phone')}${cell('123')}</w:tr></w:tbl>`,
  );
  expect(await outline('docx', bytes)).toEqual(['Shipping | We ship to Ireland & the Netherlands. | - Phone: 123']);
});

it('takes the title at its top, whatever headings follow', async () => {
  const parts = paragraph('Shipping', 'Heading1') + paragraph('Daily.') + paragraph('Returns', 'Heading1');
  const bytes = docx(paragraph('') + paragraph('Handbook', 'Title') + parts + paragraph('Free.'));
  expect((await read('docx', bytes)).title).toBe('Handbook');
  expect(await outline('docx', bytes)).toEqual(['Shipping | Daily.', 'Returns | Free.']);
});

it.each(['<w:br/>', '<w:tab/>'])('parts the words of a title where it has %s', async (mark) => {
  const title = `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Acme Hotel</w:t>${mark}<w:t>House rules</w:t></w:r></w:p>`;
  expect((await read('docx', docx(title + paragraph('Be quiet.')))).title).toBe('Acme Hotel House rules');
});

it('leaves out what is hidden or struck out', async () => {
  const run = (mark: string, text: string) => `<w:r><w:rPr>${mark}</w:rPr><w:t>${text}</w:t></w:r>`;
  const runs = [
    run('<w:vanish/>', 'secret '),
    run('<w:dstrike/>', '20 '),
    run('<w:vanish w:val="0"/>', '15 '),
    run('<w:strike w:val="0"/><w:vanish/>', 'secret '),
    run('<w:strike w:val="false"/><w:dstrike/>', '19 '),
    run('<w:dstrike w:val="0"/><w:vanish/>', 'secret '),
    run('<w:strike/><w:dstrike w:val="off"/>', '18 '),
    run('<w:strike w:val="off"/>', 'euros.'),
  ];
  expect(await outline('docx', docx(`<w:p>${runs.join('')}</w:p>`))).toEqual([' | 15 euros.']);
});

it('keeps raised figures apart from the number before', async () => {
  const raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>99</w:t></w:r>';
  expect(await outline('docx', docx(`<w:p><w:r><w:t>Only €5</w:t></w:r>${raised}</w:p>`))).toEqual([' | Only €5.99']);
});

it('says what a footnote says where its mark stands', async () => {
  const mark = '<w:r><w:footnoteReference w:id="2"/></w:r>';
  const text = (words: string) => `<w:r><w:t>${words}</w:t></w:r>`;
  const note = `<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>${text('Not to France.')}</w:p></w:footnote>`;
  const bytes = docx(`<w:p>${text('We ship')}${mark}${text(' daily.')}</w:p>`, { footnotes: note });
  expect(await outline('docx', bytes)).toEqual([' | We ship (Not to France.) daily.']);
});

it('leaves out the table of contents, in a content control too', async () => {
  const contents = paragraph('Versandkosten</w:t><w:tab/><w:t>4', 'TOC1');
  const text = paragraph('Versandkosten', 'Heading1') + paragraph('4,90 € je Paket.');
  const control = `<w:sdt><w:sdtContent>${paragraph('Inhalt', 'TOCHeading')}${contents}</w:sdtContent></w:sdt>`;
  for (const above of [contents, control])
    expect(await outline('docx', docx(above + text))).toEqual(['Versandkosten | 4,90 € je Paket.']);
});

it('reads a document whose main part has another name', async () => {
  const bytes = docx(paragraph('Open daily.'), { main: 'document2' });
  expect(await outline('docx', bytes)).toEqual([' | Open daily.']);
});

it.each<[string, () => Uint8Array, string]>([
  ['a bomb that says so', () => docx(paragraph('a'.repeat(documentLimits.unpackedBytes))), 'expands_too_far'],
  ['a bomb that lies', () => understate(docx(paragraph('a'.repeat(documentLimits.unpackedBytes)))), 'unreadable'],
  [
    'entities that multiply',
    () => docx('', { prolog: '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' }),
    'unreadable',
  ],
  ['no archive', () => new Uint8Array(100), 'unreadable'],
  ['an encrypted document', () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0]), 'encrypted'],
])('refuses %s', async (_, make, code) => {
  await expect(read('docx', make())).rejects.toMatchObject({ code });
});

/** Lets the directory announce parts of 1,000 bytes. */
function understate(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf('PK\u0001\u0002'); at >= 0; at = copy.indexOf('PK\u0001\u0002', at + 4))
    copy.writeUInt32LE(1_000, at + 24);
  return copy;
}
