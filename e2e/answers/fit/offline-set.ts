import { mkdir } from 'node:fs/promises';
import { createEngine } from '@frontdesk/engine';
import { loadRetrievalModels } from '@frontdesk/knowledge/retrieval';
import { readPreparedModel } from '@frontdesk/models';
import { loadTokenizer } from '@frontdesk/tokenizer';
import type { NamedBusiness } from '../load-businesses.ts';
import { OfflineAnswer } from './offline-answer.ts';
import { OfflineSite } from './offline-site.ts';
import { RecordedModel } from './recorded-model.ts';

/** A question that can be answered again and again. */
export interface OfflineCase {
  business: NamedBusiness;
  answer: OfflineAnswer;
  /** The facts that answer the question were taken away. */
  withheld: boolean;
}

/** Businesses' questions, ready to be answered in this process. */
export interface OfflineSet {
  cases: OfflineCase[];
  save(): Promise<void>;
  close(): Promise<void>;
}

export interface ModelFolders {
  modelDir: string;
  embeddingDir: string;
}

/** @param options.withholds whether each question that facts answer is asked once more without them */
export async function openOfflineSet(
  businesses: readonly NamedBusiness[],
  { modelDir, embeddingDir }: ModelFolders,
  { withholds = true } = {},
): Promise<OfflineSet> {
  const prepared = await readPreparedModel(modelDir);
  const { architecture, eosTokenIds, modelHash } = prepared.manifest;
  const models = await loadRetrievalModels(embeddingDir);
  const tokenizer = loadTokenizer(prepared);
  const engine = await createEngine({ modelPath: prepared.modelPath, architecture });
  await mkdir('.bench', { recursive: true });
  const model = await RecordedModel.open(engine, `.bench/recorded-${modelHash.slice(0, 12)}.json`);
  const parts = { tokenizer, model, endId: eosTokenIds[0] as number };
  const cases: OfflineCase[] = [];
  for (const business of businesses) {
    const site = await OfflineSite.make({ models, tokenizer }, business);
    for (const question of business.questions) {
      const whole = await site.prepare(question);
      cases.push({ business, answer: new OfflineAnswer(parts, whole), withheld: false });
      if (!withholds || question.wants !== 'right') continue;
      const without = await site.prepare(
        { ...question, wants: 'hand-over', facts: [], required: [], forbidden: [] },
        question.facts,
      );
      cases.push({ business, answer: new OfflineAnswer(parts, without), withheld: true });
    }
  }
  return {
    cases,
    save: () => model.save(),
    close: async () => {
      await engine.close();
      await models.close();
    },
  };
}
