/** The formats that can be read, by the names that an import uses. */
export const documentFormats = ['markdown', 'text', 'html', 'pdf', 'docx', 'csv', 'questions'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

/** A paragraph, an item of a list or a row of a table. Sentences never run from one block into the next. */
export interface Block {
  kind: 'paragraph' | 'item' | 'row';
  text: string;
}

/** What stands under one heading. */
export interface Section {
  /** Headings from the outermost to this section's own, without the document's title; empty before the first heading. */
  titles: string[];
  blocks: Block[];
  /** Where in the document it is, as an address shows it: a heading's id, `page=3` of a PDF. */
  fragment: string | null;
}

/** What was read: plain text, in the order of the source. */
export interface Document {
  /** The source's own title, or null when it has none. */
  title: string | null;
  /** The language that the source declares, as a BCP 47 tag, or null. */
  language: string | null;
  sections: Section[];
}

/** A web page: what it says, and what it says about the site around it. */
export interface WebPage extends Document {
  /** What stands above and below its main part, on other pages of the site too: address, hours. None where they are among the sections. */
  surroundings: Section[];
  /** Addresses that it links to, absolute, without those marked `nofollow`. */
  links: string[];
  /** The address that it calls its own, absolute. */
  canonical: string | null;
  /** It asks not to be shown in search results. */
  noindex: boolean;
}

/** A document as it comes from outside. */
export interface DocumentSource {
  format: DocumentFormat;
  /** The file's bytes. */
  bytes: Uint8Array;
  /** Charset that the sender announced, for text; what the bytes themselves say goes first. */
  charset?: string;
  /** Address of a page of HTML: its relative links start from there, and it may hold nothing but links. */
  url?: string;
}
