import { strToU8, zipSync } from 'fflate';

const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const style = (id: string, name: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;

/** A paragraph of a Word document; `text` is XML. */
export function paragraph(text: string, styleId?: string): string {
  const properties = styleId ? `<w:pPr><w:pStyle w:val="${styleId}"/></w:pPr>` : '';
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A Word document with this body; `prolog` goes before its XML, `main` is what its main part is called. */
export function docx(body: string, { prolog = '', main = 'document', footnotes = '' } = {}): Uint8Array {
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/${main}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="${relations}/officeDocument" Target="word/${main}.xml"/></Relationships>`,
    ),
    [`word/_rels/${main}.xml.rels`]: strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="b" Type="${relations}/footnotes" Target="footnotes.xml"/></Relationships>`,
    ),
    'word/footnotes.xml': strToU8(`<w:footnotes ${word}>${footnotes}</w:footnotes>`),
    'word/styles.xml': strToU8(
      `<w:styles ${word}>${style('Title', 'Title')}${style('Heading1', 'heading 1')}${style('TOC1', 'toc 1')}${style('TOCHeading', 'TOC Heading')}</w:styles>`,
    ),
    [`word/${main}.xml`]: strToU8(`${prolog}<w:document ${word}><w:body>${body}</w:body></w:document>`),
  });
}
