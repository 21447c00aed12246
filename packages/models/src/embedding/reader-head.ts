import { z } from 'zod';
import { type AdapterFile, readAdapterFile } from '../adapter/low-rank-adapter.ts';
import { type FloatTensor, readSafetensors } from '../adapter/safetensors.ts';
import { ModelError } from '../model-error.ts';

/** Names of the head's tensors in the adapter of a network that reads a message, or a question with a passage. */
export const HEAD_TENSORS = ['head.weight', 'head.bias', 'similarity'] as const;

export const readerHeadSchema = z.object({
  /** Kinds of message, in the order of the outputs after the first. */
  kinds: z.array(z.string()),
  /** [1 + kinds][dimensions]: the first token's state to how well a passage answers, and to each kind of message. */
  weight: z.array(z.array(z.number())),
  bias: z.array(z.number()),
  /** Weights of the likeness of question and passage beside it: of their mean states, and token by token. */
  similarity: z.tuple([z.number(), z.number()]),
  /** Question and passage together have at most so many tokens. */
  maxTokens: z.int().positive(),
  /** Where the network has the tokenizer's words under other ids: so much is added; the frame has ids of its own. */
  ids: z.object({ added: z.int(), begin: z.int(), end: z.int() }).optional(),
});

/** What makes numbers of the states that the graph computes (training/pair_reader.py). */
export type ReaderHead = z.infer<typeof readerHeadSchema>;

/** As it was trained. */
const MAX_TOKENS = 128;

/** Reads the head out of the adapter. Throws ModelError `file_unreadable`, `checksum_mismatch`, `malformed`. */
export function readReaderHead(adapter: AdapterFile, ids?: ReaderHead['ids']): ReaderHead {
  const { metadata, tensors } = readSafetensors(readAdapterFile(adapter));
  const tensor = (name: (typeof HEAD_TENSORS)[number]): FloatTensor => {
    const found = tensors.get(name);
    if (!found) throw new ModelError('malformed', `The reader's adapter has no tensor ${name}.`);
    return found;
  };
  const weight = tensor('head.weight');
  const [rows = 0, columns = 0] = weight.shape;
  const head = readerHeadSchema.safeParse({
    kinds: JSON.parse(metadata.labels ?? '[]'),
    weight: Array.from({ length: rows }, (_, row) => [...weight.values.subarray(row * columns, (row + 1) * columns)]),
    bias: [...tensor('head.bias').values],
    similarity: [...tensor('similarity').values],
    maxTokens: MAX_TOKENS,
    ids,
  });
  if (!head.success || head.data.kinds.length + 1 !== rows || head.data.bias.length !== rows)
    throw new ModelError('malformed', "The reader's adapter has a head of another shape.");
  return head.data;
}
