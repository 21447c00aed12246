import { answerEach, type DecisionParameters, QuoteDecoder, restReply } from '@frontdesk/answers';
import type { Tokenizer } from '@frontdesk/tokenizer';
import type { OfflineQuestion } from './offline-site.ts';
import type { RecordedModel } from './recorded-model.ts';

/** As the worker's default. */
const maxTokens = 200;

export interface OfflineParts {
  tokenizer: Tokenizer;
  model: RecordedModel;
  endId: number;
}

/** Answers one question again and again with other parameters, as the engine would with the product's decoder. */
export class OfflineAnswer {
  readonly prepared: OfflineQuestion;
  readonly #parts: OfflineParts;
  /** All ids that an answer to this question can have. */
  readonly #ids: readonly number[];
  readonly #logits: Float32Array;

  constructor(parts: OfflineParts, prepared: OfflineQuestion) {
    this.#parts = parts;
    this.prepared = prepared;
    const { list, passages } = prepared;
    const quoted = [...passages, ...prepared.parts.flatMap((part) => part.passages)].flatMap(({ text, sentences }) => [
      text,
      ...sentences.map((sentence) => sentence.text),
    ]);
    const texts = [...list.leadIns, ...list.replies].map(({ text }) => text);
    const ids = [...texts, ...quoted.map((text) => ` ${text}`)].flatMap((text) => parts.tokenizer.encodeText(text));
    this.#ids = [...new Set([...ids, parts.endId])].sort((a, b) => a - b);
    this.#logits = new Float32Array(parts.tokenizer.vocabSize);
  }

  async answer(parameters: DecisionParameters): Promise<{ text: string; decoder: QuoteDecoder }> {
    const { tokenizer, model, endId } = this.#parts;
    const { question, list, passages, parts, promptIds, ownCase, forPerson } = this.prepared;
    const each =
      list.leadIns.length > 0
        ? answerEach({ question: question.ask, passages, parts }, { ownCase, forPerson }, parameters)
        : undefined;
    const rest = each?.isWhole === false ? restReply('en', this.prepared.siteName) : undefined;
    const decoder = new QuoteDecoder(
      {
        ...{ question: question.ask, ownCase, forPerson, list, endId, maxTokens },
        passages: each?.passages ?? passages,
        decided: each && { confidence: each.confidence, rest },
        encode: (text) => tokenizer.encodeText(text),
        decode: (ids) => tokenizer.decode(ids),
      },
      parameters,
    );
    const ids: number[] = [];
    for (;;) {
      const allowed = decoder.allowedNext(ids);
      const [only] = allowed;
      if (only === undefined) break;
      let next = only;
      if (allowed.length > 1) {
        for (const [id, logit] of await model.logitsAfter(promptIds, ids, this.#ids)) this.#logits[id] = logit;
        next = decoder.choose(allowed, this.#logits);
      }
      if (next === endId) break;
      ids.push(next);
    }
    return { text: tokenizer.decode(ids), decoder };
  }
}
