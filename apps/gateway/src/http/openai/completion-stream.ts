import type { AnswerUsage } from '@frontdesk/database';
import type { ChatCompletionChunk, OpenAiError } from '@frontdesk/protocol';
import type { FastifyReply } from 'fastify';
import { type EventStream, openEventStream } from '../event-stream.ts';
import { type CompletionHead, toChunk, toLastChunk, toUsageChunk } from './chat-completion.ts';

/** What ends a stream that has said everything. */
const doneMark = '[DONE]';

export interface CompletionStreamOptions {
  head: CompletionHead;
  includeUsage: boolean;
}

/**
 * A streamed answer. It begins with the first words: until then a failure still has its HTTP status, and whoever measures
 * the time to the first chunk measures the time to the first words.
 */
export class CompletionStream {
  readonly #reply: FastifyReply;
  readonly #options: CompletionStreamOptions;
  #events: EventStream | undefined;
  #toldChars = 0;

  constructor(reply: FastifyReply, options: CompletionStreamOptions) {
    this.#reply = reply;
    this.#options = options;
  }

  get begun(): boolean {
    return this.#events !== undefined;
  }

  say(text: string): void {
    if (!this.#events) this.#send(toChunk(this.#options.head, { role: 'assistant', content: '' }));
    this.#toldChars += text.length;
    this.#send(toChunk(this.#options.head, { content: text }));
  }

  /** @param text the whole answer, of which what has not been said yet is said now */
  finish(text: string, usage: AnswerUsage): void {
    const { head, includeUsage } = this.#options;
    if (text.length > this.#toldChars) this.say(text.slice(this.#toldChars));
    this.#send(toLastChunk(head, usage));
    if (includeUsage) this.#open().sendData(JSON.stringify(toUsageChunk(head, usage)));
    this.#open().sendData(doneMark);
    this.#open().end();
  }

  /** Ends a stream that can't go on; clients take what has an `error` for the end. */
  fail(error: OpenAiError): void {
    this.#open().sendData(JSON.stringify({ error }));
    this.#open().end();
  }

  #send(chunk: ChatCompletionChunk): void {
    this.#open().sendData(JSON.stringify(this.#options.includeUsage ? { ...chunk, usage: null } : chunk));
  }

  #open(): EventStream {
    this.#events ??= openEventStream(this.#reply);
    return this.#events;
  }
}
