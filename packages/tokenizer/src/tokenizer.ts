import { Tokenizer as TextTokenizer } from '@huggingface/tokenizers';
import { type ChatMessage, ChatTemplate } from './chat-template.ts';
import { RecurringTexts } from './recurring-texts.ts';
import { StreamDecoder } from './stream-decoder.ts';
import { type AddedToken, parseTokenizerFile, withoutAddedTokens } from './tokenizer-file.ts';
import { Vocabulary } from './vocabulary.ts';

export interface TokenizerFiles {
  /** Contents of tokenizer.json. */
  tokenizerJson: string;
  /** Contents of chat_template.jinja. */
  chatTemplate: string;
}

/** Text to ids and back. */
export interface Tokenizer {
  /** One more than the highest id. A model may have more. */
  readonly vocabSize: number;
  /** Ids of a text. Never a control token, whatever the text says: `<|im_end|>` is ten characters like any others. */
  encodeText(text: string): number[];
  /** The same, remembered: for what is encoded for every answer, such as replies and passages. */
  encodeRecurring(text: string): readonly number[];
  /**
   * Ids of a chat, as the model's template writes it. Control tokens come from the template alone. Without lookalikes
   * of control tokens in the contents, the ids are those of the rendered text.
   *
   * @param options.addGenerationPrompt whether to end with the beginning of the assistant's answer; defaults to false
   * @throws TokenizerError `template_failed` if the template refuses the roles or their order
   */
  encodeChat(messages: readonly ChatMessage[], options?: { addGenerationPrompt?: boolean }): number[];
  /** Text of ids, control tokens skipped. Bytes that are no UTF-8 become replacement characters. */
  decode(ids: readonly number[]): string;
  /** Decodes ids as they come. */
  createDecoder(): StreamDecoder;
}

/** @throws TokenizerError `tokenizer_unsupported` unless it is byte-level BPE; `template_failed` */
export function loadTokenizer(files: TokenizerFiles): Tokenizer {
  return new ByteLevelTokenizer(files);
}

/** Texts of a few sentences: some megabytes. The replies of a site are about 40. */
const MOST_RECURRING = 10_000;

class ByteLevelTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly #vocabulary: Vocabulary;
  readonly #text: TextTokenizer;
  readonly #addedTokens: ReadonlyMap<string, AddedToken>;
  readonly #anyAddedToken: RegExp;
  readonly #template: ChatTemplate;
  readonly #recurring = new RecurringTexts((text) => this.encodeText(text), MOST_RECURRING);

  constructor({ tokenizerJson, chatTemplate }: TokenizerFiles) {
    const file = parseTokenizerFile(tokenizerJson);
    this.#vocabulary = new Vocabulary(file);
    this.vocabSize = this.#vocabulary.size;
    this.#text = new TextTokenizer(withoutAddedTokens(file), {});
    this.#addedTokens = new Map(file.added_tokens.map((token) => [token.content, token]));
    this.#anyAddedToken = matchAny(file.added_tokens);
    this.#template = new ChatTemplate(chatTemplate);
  }

  encodeText(text: string): number[] {
    // Half a surrogate pair has no UTF-8: it becomes U+FFFD here, before a neighbour can complete it.
    return text === '' ? [] : this.#text.encode(text.toWellFormed(), { add_special_tokens: false }).ids;
  }

  encodeRecurring(text: string): readonly number[] {
    return this.#recurring.idsOf(text);
  }

  encodeChat(messages: readonly ChatMessage[], { addGenerationPrompt = false } = {}): number[] {
    const ids: number[] = [];
    // Template text and contents between two control tokens are tokenized together: a word may begin in one of them.
    let text = '';
    let before: AddedToken | undefined;
    const endText = (after?: AddedToken) => {
      if (before?.rstrip) text = text.trimStart();
      if (after?.lstrip) text = text.trimEnd();
      for (const id of this.encodeText(text)) ids.push(id);
      text = '';
      before = after;
    };
    for (const piece of this.#template.render(messages, addGenerationPrompt)) {
      if (piece.from === 'content') {
        text += piece.text.toWellFormed();
        continue;
      }
      for (const part of piece.text.split(this.#anyAddedToken)) {
        const token = this.#addedTokens.get(part);
        if (token) {
          endText(token);
          ids.push(token.id);
        } else {
          text += part;
        }
      }
    }
    endText();
    return ids;
  }

  decode(ids: readonly number[]): string {
    const decoder = this.createDecoder();
    return decoder.push(ids) + decoder.end();
  }

  createDecoder(): StreamDecoder {
    return new StreamDecoder(this.#vocabulary);
  }
}

/** Matches any of the tokens, the longest first, as a group: splitting keeps them. */
function matchAny(tokens: readonly AddedToken[]): RegExp {
  if (tokens.length === 0) return /(?!)/;
  const contents = tokens.map(({ content }) => content).sort((a, b) => b.length - a.length);
  const escaped = contents.map((content) => content.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`(${escaped.join('|')})`);
}
