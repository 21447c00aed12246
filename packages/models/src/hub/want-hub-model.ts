import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sourcesDir } from '../cache-folder.ts';
import type { ModelManifest } from '../manifest.ts';
import type { SourceOptions } from '../prepare-model.ts';
import type { WantedModel } from '../wanted-model.ts';
import { downloadHubModel } from './download-hub-model.ts';
import { type FindOptions, findHubModel } from './find-hub-model.ts';
import { hubSettings } from './hub-client.ts';
import { parseHubName } from './hub-name.ts';

/** A kind of model that the hub has. */
export interface HubKind {
  /** The variable that names such a model. */
  variable: string;
  /** The folder of what is fetched: one repository can be asked for as either kind. */
  folder: 'hub' | 'hub-embedding';
  find: FindOptions;
  /** Of what makes it ready. */
  version: string;
  /** Makes the folder `outputDir` of what was fetched to `dir`. */
  make(dir: string, outputDir: string, facts: Pick<ModelManifest, 'name' | 'license' | 'source'>): Promise<void>;
}

/** Finds out what `hf:owner/name[/folder][@revision]` means. Throws as `parseHubName` and `findHubModel`. */
export async function wantHubModel(
  text: string,
  { variable, folder, find, version, make }: HubKind,
  { onProgress = () => {}, signal, waitsMs, hub = hubSettings() }: SourceOptions,
  cacheDir: string,
): Promise<WantedModel> {
  const request = { settings: hub, onProgress, signal, waitsMs };
  const hubName = parseHubName(text, variable);
  const { owner, name } = hubName;
  const cache = join(sourcesDir(cacheDir), folder, owner, name);
  const model = await findHubModel(hubName, cache, request, find);
  const identity = model.files.map(({ path, hash }) => `${path}\0${hash.hex}\n`).join('');
  const sha256 = createHash('sha256').update(identity).digest('hex');
  const source = { file: `${owner}/${name}@${model.commit}`, sha256 };
  return {
    name,
    sha256,
    version,
    make: async (outputDir) => {
      const dir = await downloadHubModel(model, cache, request);
      await make(dir, outputDir, { name, license: model.license, source });
    },
  };
}
