import { sep } from 'node:path';

/** What went wrong with a model, for programs: each code has one cause and one thing a person can do about it. */
export type ModelErrorCode =
  /** The file does not begin as a GGUF file does, or its version is not one that we read. */
  | 'not_gguf'
  /** The file ends before what its header announces. */
  | 'truncated'
  /** The header contradicts itself or asks for absurd sizes. */
  | 'malformed'
  /** A sound file, but of a model (or a tensor type) that the converter does not know. */
  | 'unsupported_model'
  /** The file named by the caller cannot be read. */
  | 'file_unreadable'
  /** A fetched file is not the one that was published. */
  | 'checksum_mismatch'
  /** The model named by the caller cannot be meant: the name is none, or two were given. */
  | 'bad_choice'
  /** The hub wants a token, or the token's owner has no access. */
  | 'access_denied'
  /** The hub has no such model, revision or file. */
  | 'not_found'
  /** There is no room for the model. */
  | 'disk_full'
  /** The cache folder can't be read or written, or is none. */
  | 'cache_unusable'
  /** No way to the model's source worked. */
  | 'source_unreachable'
  /** The prepared folder is missing files, or holds others than were written. */
  | 'not_prepared'
  /** Another process holds the cache folder and shows no sign of life or end. */
  | 'cache_locked';

/** An error that a person can act on; `message` says what and, where there is one, the way out. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** There is no room in `folder`; what was written of a file there has been removed. */
export function diskFull(folder: string, cause?: Error, detail = ''): ModelError {
  return new ModelError(
    'disk_full',
    `The disk is full: there is no room for the model in ${folder}${detail}. Make room, or name another place with FRONTDESK_CACHE.`,
    { cause },
  );
}

/** What the system says where it is the folder's fault, and how people call that. */
const UNUSABLE: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'its disk can only be read',
  ENOTDIR: 'it, or what it is to lie in, is a file',
};

/**
 * Does what reads and writes the cache, in `folder`. Throws `diskFull` where there is no room, and ModelError `cache_unusable`
 * where the folder is to blame; a file elsewhere, which is brought from there, or pip, is not.
 */
export async function usingCache<Result>(folder: string, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    const { code = '', path } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw diskFull(folder, error as Error);
    const reason = UNUSABLE[code];
    if (reason === undefined || path === undefined || !liesIn(path, folder)) throw error;
    throw new ModelError(
      'cache_unusable',
      `The models can't be kept in ${folder}: ${reason} (${path}). Put that right, or name another place with FRONTDESK_CACHE.`,
      { cause: error },
    );
  }
}

/** In the folder, or where the way to it is made. */
function liesIn(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(`${folder}${sep}`) || `${folder}${sep}`.startsWith(`${path}${sep}`);
}
