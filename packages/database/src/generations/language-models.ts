import type { Queryable } from '../connection/client.ts';

/** Notes what a model is called; a worker says it when it starts. */
export async function nameLanguageModel(
  database: Queryable,
  { hash, name }: { hash: string; name: string },
): Promise<void> {
  await database.languageModel.upsert({ where: { hash }, create: { hash, name }, update: { name } });
}
