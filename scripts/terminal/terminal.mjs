const CLEAR_LINE = '\r\u001b[2K';

/**
 * Where a program shows lines, and on a real terminal one changing line below them.
 */
export class Terminal {
  #stream;
  #status = '';

  /** @param {NodeJS.WriteStream} [stream] */
  constructor(stream = process.stdout) {
    this.#stream = stream;
    this.isInteractive = stream.isTTY === true;
    // The reader went away (a closed terminal, `| head`): the programme goes on until it is told to stop.
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }

  /** Whether colours are wanted: https://no-color.org. */
  get hasColours() {
    return this.isInteractive && !process.env.NO_COLOR;
  }

  /** @param {string} text */
  line(text) {
    this.#stream.write(this.#status ? `${CLEAR_LINE}${text}\n${this.#fitted(this.#status)}` : `${text}\n`);
  }

  /**
   * Replaces the changing line; nothing on anything but a terminal.
   *
   * @param {string} text empty to take the line away
   */
  status(text) {
    if (!this.isInteractive || text === this.#status) return;
    this.#status = text;
    this.#stream.write(CLEAR_LINE + this.#fitted(text));
  }

  /** @param {string} text @param {'green' | 'red' | 'yellow' | 'dim' | 'bold' | 'cyan' | 'magenta' | 'blue'} colour */
  paint(text, colour) {
    if (!this.hasColours) return text;
    return `\u001b[${CODES[colour]}m${text}\u001b[0m`;
  }

  /** A line that wraps cannot be cleared. Cut before painting: status lines are not painted. */
  #fitted(text) {
    const columns = this.#stream.columns || 80;
    return text.length < columns ? text : `${text.slice(0, columns - 2)}…`;
  }
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 };
