import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { bestGraph, COMMUNITY_GRAPHS, GENAI_CONFIG, SIDE_FILES } from '../layout/read-layout.ts';
import { ModelError, usingCache } from '../model-error.ts';
import { type HubRequest, passing, request, withRetries } from './hub-client.ts';
import type { HubName } from './hub-name.ts';

/** The hub lists a thousand files a page. */
const MOST_PAGES = 1_000;

const hubModelSchema = z.object({
  id: z.string(),
  commit: z.string(),
  license: z.string(),
  /** The model's folder in the repository; empty: its top. */
  folder: z.string(),
  files: z.array(
    z.object({
      /** In the repository. */
      path: z.string(),
      bytes: z.int().nonnegative(),
      /** 'git' is the hash of small files: SHA-1 over a header and the content. */
      hash: z.object({ kind: z.enum(['sha256', 'git']), hex: z.string() }),
    }),
  ),
});

/** What is to be fetched of a model on the hub, fixed to a commit. */
export type HubModel = z.infer<typeof hubModelSchema>;
export type HubFile = HubModel['files'][number];

/** Which of a repository's files make the model; the repository's name (`what`) is for errors. */
export type ChooseFiles = (
  tree: readonly HubFile[],
  folder: string,
  what: string,
  half: boolean,
) => Pick<HubModel, 'folder' | 'files'>;

export interface FindOptions {
  /** Defaults to the files of a chat model. */
  choose?: ChooseFiles;
  /** Of `choose`: what another version chose is not used. */
  version?: string;
  /** Have the graph for a GPU chosen, and remembered beside the other. */
  half?: boolean | undefined;
}

const commitSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  cardData: z.object({ license: z.string().optional().catch(undefined) }).nullish(),
});

const treeSchema = z.array(
  z.object({
    type: z.string(),
    // It becomes a path on this machine.
    path: z.string().refine((path) => !path.split(/[/\\]/).some((part) => /^\.*$/.test(part))),
    size: z.int().nonnegative(),
    oid: z.string(),
    lfs: z.object({ oid: z.string(), size: z.int() }).nullish(),
  }),
);

/**
 * Finds out what a name on the hub stands for, and remembers it in `cache`: a model never changes under a running site,
 * and a start needs no network. Throws ModelError `not_found`, `access_denied`, `source_unreachable`, `disk_full`,
 * `cache_unusable`, or `unsupported_model` if the repository holds none of the known layouts.
 */
export async function findHubModel(
  name: HubName,
  cache: string,
  hub: HubRequest,
  { choose = chooseFiles, half = false, version }: FindOptions,
): Promise<HubModel> {
  const kinds = [...(half ? ['float16'] : []), ...(version ? [version] : [])];
  const key = [name.revision, name.folder, ...kinds].map(encodeURIComponent).join('+');
  const remembered = join(cache, `${key}.json`);
  const known = await readRemembered(remembered);
  if (known) return known;

  const id = `${name.owner}/${name.name}`;
  const what = `${id} at ${name.revision}`;
  const revision = encodeURIComponent(name.revision);
  const { sha, cardData } = await readJson(hub, `/api/models/${id}/revision/${revision}`, what, commitSchema);
  const tree = await readTree(hub, id, sha, what);
  const model: HubModel = {
    id,
    commit: sha,
    license: cardData?.license ?? 'unknown',
    ...choose(tree, name.folder, what, half),
  };
  await usingCache(cache, () => remember(model, remembered));
  return model;
}

async function remember(model: HubModel, path: string): Promise<void> {
  const partial = `${path}.partial-${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partial, JSON.stringify(model, null, 2), { flush: true });
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** A damaged note is worth nothing; the hub is asked again. */
async function readRemembered(path: string): Promise<HubModel | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    return hubModelSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The files of the layout that `folder` holds; of onnx-community's many graphs the one that suits a CPU best, or a GPU. */
function chooseFiles(
  tree: readonly HubFile[],
  folder: string,
  what: string,
  half: boolean,
): Pick<HubModel, 'folder' | 'files'> {
  const found = folder ? folder : findFolder(tree, what, half);
  const prefix = found ? `${found}/` : '';
  const has = (path: string) => tree.some((file) => file.path === prefix + path);
  const pick = (wanted: (path: string) => boolean) =>
    tree.filter(({ path }) => path.startsWith(prefix) && wanted(path.slice(prefix.length)));
  const isSide = (path: string) => (SIDE_FILES as readonly string[]).includes(path);
  if (has(GENAI_CONFIG)) {
    const files = pick((path) => path === GENAI_CONFIG || isSide(path) || /^[^/]+\.onnx([._].*)?$/.test(path));
    return { folder: found, files };
  }
  const graph = bestGraph(has, half);
  if (graph === undefined) throw unknownLayout(what);
  // Its external weights: model_q4.onnx_data, model_q4.onnx_data_1 and so on.
  return { folder: found, files: pick((path) => isSide(path) || path === graph || path.startsWith(`${graph}_data`)) };
}

/** Models for onnxruntime-genai often lie in folders, one per device: `cpu_and_mobile`, `cuda`, `gpu`, `directml`. */
function findFolder(tree: readonly HubFile[], what: string, half: boolean): string {
  const isTop = tree.some(({ path }) => [GENAI_CONFIG, ...COMMUNITY_GRAPHS].includes(path));
  if (isTop) return '';
  const folders = tree.filter(({ path }) => path.endsWith(`/${GENAI_CONFIG}`)).map(({ path }) => dirname(path));
  const preferred = half ? [/cuda/, /^(?!.*cpu)/] : [/cpu/];
  const suiting = preferred.map((name) => folders.filter((folder) => name.test(folder)));
  const [only, ...others] = suiting.find(({ length }) => length > 0) ?? folders;
  if (only === undefined) throw unknownLayout(what);
  if (others.length === 0) return only;
  const choices = [only, ...others].join(', ');
  throw new ModelError('bad_choice', `${what} holds several models: name one as hf:owner/name/folder (${choices}).`);
}

function unknownLayout(what: string): ModelError {
  return new ModelError(
    'unsupported_model',
    `${what} is no model that can be used: it has neither ${GENAI_CONFIG} (onnxruntime-genai) nor ${COMMUNITY_GRAPHS[0]} ` +
      '(onnx-community). Look for one of these on the hub; onnx-community has most models.',
  );
}

async function readTree(hub: HubRequest, id: string, commit: string, what: string): Promise<HubFile[]> {
  const path = `/api/models/${id}/tree/${commit}`;
  const files: HubFile[] = [];
  const asked = new Set<string>();
  let query: string | undefined = '?recursive=true';
  while (query !== undefined) {
    if (asked.has(query) || asked.size === MOST_PAGES) {
      throw new ModelError('malformed', `${hub.settings.endpoint} comes to no end with the files of ${what}.`);
    }
    asked.add(query);
    const page: z.infer<typeof treeSchema> & { next?: string | undefined } = await readPage(hub, path + query, what);
    for (const { type, path: file, size, oid, lfs } of page) {
      if (type !== 'file') continue;
      files.push({
        path: file,
        bytes: lfs?.size ?? size,
        hash: lfs ? { kind: 'sha256', hex: lfs.oid } : { kind: 'git', hex: oid },
      });
    }
    query = page.next;
  }
  return files;
}

/** The files on a page and, if there is another, its query. */
async function readPage(hub: HubRequest, path: string, what: string) {
  let link: string | null = null;
  const page = await readJson(hub, path, what, treeSchema, (headers) => {
    link = headers.get('link');
  });
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  if (next !== undefined && !URL.canParse(next, hub.settings.endpoint)) throw unlikeHub(hub, path);
  // The hub gives whole addresses; a mirror behind another name, or in a folder, may give the original's.
  return Object.assign(page, { next: next && new URL(next, hub.settings.endpoint).search });
}

async function readJson<Schema extends z.ZodType>(
  hub: HubRequest,
  path: string,
  what: string,
  schema: Schema,
  onHeaders: (headers: Headers) => void = () => {},
): Promise<z.infer<Schema>> {
  const content = await withRetries(hub, what, async () => {
    const { response } = await request(hub, path, what);
    onHeaders(response.headers);
    return passing(response.json());
  });
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw unlikeHub(hub, path);
}

function unlikeHub({ settings }: HubRequest, path: string): ModelError {
  return new ModelError('malformed', `${settings.endpoint}${path} answered something else than the hub does.`);
}
