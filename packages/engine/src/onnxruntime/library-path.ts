import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EngineError } from '../engine-error.ts';

/**
 * Where ONNX Runtime's shared library lies: inside npm's onnxruntime-node, whose binding of its own is not used.
 *
 * @throws EngineError `library_not_found` if the package has no library for this platform
 */
export function findLibrary(): string {
  const folder = path.join(packageFolder(), 'bin', 'napi-v6', process.platform, process.arch);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const name = names.find((entry) => /^libonnxruntime\.(so\.1|1\.dylib)$/.test(entry));
  if (!name) {
    throw new EngineError(
      'library_not_found',
      `onnxruntime-node holds no library for ${process.platform} ${process.arch} (looked in ${folder})`,
    );
  }
  return path.join(folder, name);
}

function packageFolder(): string {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  } catch (cause) {
    throw new EngineError('library_not_found', 'the package onnxruntime-node is not installed', { cause });
  }
}
