/** What went wrong with a document or an address, for programs: each code has one cause and one thing a person can do. */
export type DocumentErrorCode =
  /** More bytes than a file of its format may have. */
  | 'too_large'
  /** More pages, rows, sections or characters than a document may have. */
  | 'too_long'
  /** Unpacked, it is far larger than a document can be: damaged, or made to do harm. */
  | 'expands_too_far'
  /** Not a sound file of the format it is said to be. */
  | 'unreadable'
  /** It asks for a password. */
  | 'encrypted'
  /** There is no text in it: a scan, or a page that scripts fill. */
  | 'no_text'
  /** A format that is not read here. */
  | 'unsupported_type'
  /** Reading took longer than a document may take. */
  | 'took_too_long'
  /** Reading took more memory than a document may take. */
  | 'out_of_memory'
  /** Not an address of a web page. */
  | 'bad_address'
  /** The address leads to a private network. */
  | 'private_address'
  /** No connection, or one that ended early. */
  | 'unreachable'
  /** The server says that there is no such page. */
  | 'gone'
  /** The server answered with an error. */
  | 'http_error'
  /** The server leads to another site, or in circles. */
  | 'redirected_away'
  /** The site's robots.txt, or the page itself, asks not to be read. */
  | 'robots_refused'
  /** Most pages of a site are gone, and nobody has said that they may be forgotten. */
  | 'changed_a_lot'
  /** The site knows as much as it may. */
  | 'site_full'
  /** The import was stopped. */
  | 'cancelled';

/** An error of one document; `message` is a sentence for the person who imports it. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly code: DocumentErrorCode;

  constructor(code: DocumentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export const noText = () => new DocumentError('no_text', 'There is no text in this document.');
