import {
  type Attachment,
  attachment,
  attachmentAddress,
  attachmentLimits,
  attachmentName,
  attachmentTypes,
  type ErrorCode,
  isPicture,
  type WireError,
} from '@frontdesk/protocol';
import {
  fileGone,
  GatewayError,
  postToGateway,
  throwUnlessRefusal,
  unavailable,
} from '../connection/gateway-request.ts';
import { backOffMs, retryPolicy } from '../connection/retry-policy.ts';
import type { Timers } from '../connection/timers.ts';
import type { VisitorCredentials } from '../connection/visitor-credentials.ts';
import { createListeners } from '../state/listeners.ts';
import { sendFile } from './send-file.ts';
import { makeUuid } from './uuid.ts';

/** A file that was chosen for the next message. */
export interface Upload {
  key: string;
  name: string;
  bytes: number;
  /** `waiting`: for a connection, or for another attempt. `failed` can be removed, and tried again where `retryable`. */
  status: 'waiting' | 'uploading' | 'ready' | 'failed';
  /** From 0 to 1. */
  progress: number;
  /** Null for one that there are too many of, when it has failed. */
  error: WireError | null;
  retryable: boolean;
  /** An address of the picture itself, in this page; null where it is none. */
  preview: string | null;
}

/** Pure: another attempt would not help, so the message goes without it. */
export const isRefused = ({ status, retryable }: Upload): boolean => status === 'failed' && !retryable;

/** Who waits for files that were set aside. */
export interface SetAside {
  /** The gateway has them. */
  ready(attachments: readonly Attachment[]): void;
  failed(error: WireError): void;
}

/** Files that were set aside. */
export interface AsideFiles {
  /** Sends once more what has failed, but for what was refused for good: that is left out. */
  retry(): void;
  remove(): void;
}

/** The files of the next message, on their way to the gateway as soon as they are chosen; and how sent ones are read. */
export interface Uploads {
  getState(): readonly Upload[];
  /** Calls back after every change. Returns its undo. */
  subscribe(listener: () => void): () => void;
  /** What is too large or of a kind that can't be sent is shown as that, and not sent. */
  add(files: readonly File[]): void;
  /** Also while it is on its way. */
  remove(key: string): void;
  retry(key: string): void;
  /** Takes all out for a message: what is `ready` goes along, what was refused is gone. */
  take(): Attachment[];
  /** Takes all out for a message that is to wait for them: they go on, and what is chosen next is another message's. */
  setAside(waiting: SetAside): AsideFiles;
  /** What was chosen, for another session of its customer. */
  files(): readonly File[];
  /** Whether whoever leaves the page loses one: no page keeps them for the next. What was refused is nobody's loss. */
  hasUnsent(): boolean;
  /** Sends what waits, if the chat is online. */
  flush(): void;
  /** The visitor is another one now: what is here is sent once more. */
  restart(): void;
  /** Where a sent file can be read for some minutes. @throws {GatewayError} */
  addressOf(attachmentId: string): Promise<string>;
  /** An address in this page of a picture that was chosen here; null for any other file. */
  previewOf(attachmentId: string): string | null;
  close(): void;
}

interface Held {
  file: File;
  upload: Upload;
  attachment: Attachment | null;
  cancel: AbortController | null;
  attempt: number;
  /** Null: it is for the next message. */
  aside: SetAside | null;
}

const endings: readonly string[] = Object.values(attachmentTypes).flatMap((kind) => kind.endings);
const attemptsAtFailure = 4;
/** So often, within about a minute, a file finds no answer while the chat has one: then it is the file that does not get through. */
const attemptsWithoutAnswer = 8;
/** The gateway's own: another attempt may succeed. */
const failures: ReadonlySet<ErrorCode> = new Set(['internal', 'unavailable', 'rate_limited']);
/** An address is not used any more when it ends within this time. */
const spareMs = 60_000;

export function createUploads(options: {
  gatewayUrl: string;
  credentials: VisitorCredentials;
  timers: Timers;
  online: () => boolean;
  /** The gateway wants another token than this one. The chat is offline then, unless it has another one already. */
  renew: (refused: string) => void;
}): Uploads {
  const { gatewayUrl, credentials, timers, online, renew } = options;
  const listeners = createListeners();
  const previews = new Map<string, string>();
  const addresses = new Map<string, Promise<{ url: string; expiresAtMs: number }>>();
  let held: readonly Held[] = [];
  let state: readonly Upload[] = [];

  function tell(next: readonly Held[] = held): void {
    held = next;
    state = of(null).map(({ upload }) => upload);
    listeners.tell();
  }

  const of = (waiting: SetAside | null) => held.filter(({ aside }) => aside === waiting);

  /** Tells who waits for them how it is with their files, once nothing more happens by itself. */
  function tellSetAside(waiting: SetAside | null): void {
    if (waiting === null) return;
    const theirs = of(waiting);
    const failed = theirs.find(({ upload }) => upload.status === 'failed');
    if (failed) waiting.failed(failed.upload.error ?? unavailable);
    else if (theirs.every(({ attachment }) => attachment !== null)) {
      tell(held.filter((one) => !theirs.includes(one)));
      waiting.ready(theirs.flatMap(({ attachment }) => attachment ?? []));
    }
  }

  function change(one: Held, fields: Partial<Upload>): void {
    one.upload = { ...one.upload, ...fields };
    tell();
  }

  function flush(): void {
    if (!online()) return;
    for (const one of held) if (one.upload.status === 'waiting' && one.cancel === null) void start(one);
  }

  async function start(one: Held): Promise<void> {
    const cancel = new AbortController();
    one.cancel = cancel;
    let token = '';
    change(one, { status: 'uploading', progress: 0, error: null });
    try {
      token = await credentials.token();
      const answer = await sendFile({
        url: `${gatewayUrl}/v1/attachments?name=${encodeURIComponent(one.upload.name)}`,
        token,
        file: one.file,
        signal: cancel.signal,
        onProgress: (progress) => change(one, { progress }),
        // It would not get through the next time either, while the chat does.
        onStall() {
          one.attempt = attemptsWithoutAnswer;
        },
        // The second time it is the file that does not get through.
        onBreak() {
          one.attempt += attemptsWithoutAnswer / 2 - 1;
        },
      });
      const parsed = attachment.safeParse(answer);
      if (!parsed.success) throw new GatewayError(unavailable, { cause: parsed.error });
      one.cancel = null;
      one.attachment = parsed.data;
      if (one.upload.preview !== null) previews.set(parsed.data.id, one.upload.preview);
      change(one, { status: 'ready', progress: 1 });
      tellSetAside(one.aside);
    } catch (error) {
      if (cancel.signal.aborted) return;
      throwUnlessRefusal(error);
      const isThere = await canBeRead(one.file);
      if (cancel.signal.aborted) return;
      one.cancel = null;
      notUploaded(one, isThere ? error.wire : fileGone, token);
    }
  }

  function notUploaded(one: Held, error: WireError, token: string): void {
    const retry = retryPolicy(error, one.attempt, attemptsAtFailure);
    // Without a connection nothing gets through, which says nothing of the file.
    one.attempt = online() ? one.attempt + 1 : 0;
    const isStuck = error.code === 'unavailable' && one.attempt >= attemptsWithoutAnswer;
    if (isStuck || retry.kind === 'give-up' || retry.kind === 'gone') {
      change(one, { status: 'failed', error, retryable: failures.has(error.code) });
      tellSetAside(one.aside);
      return;
    }
    change(one, { status: 'waiting', progress: 0 });
    if (retry.kind === 'renew') renew(token);
    // Where the chat has another token already it stays online, and the file goes out with that.
    if (!online()) return;
    // Until then it waits, whatever else makes waiting files go out.
    const pause = new AbortController();
    one.cancel = pause;
    timers.after(retry.kind === 'again' ? retry.afterMs : backOffMs(one.attempt), () => {
      if (pause.signal.aborted) return;
      one.cancel = null;
      flush();
    });
  }

  function hold(file: File): Held {
    const name = attachmentName(file.name);
    const problem = problemOf(file, state.filter((upload) => !isRefused(upload)).length);
    const preview = problem === undefined && isPicture(file.type) ? URL.createObjectURL(file) : null;
    const status = problem === undefined ? 'waiting' : 'failed';
    const upload: Upload = {
      ...{ key: makeUuid(), name, bytes: file.size, status, progress: 0, preview },
      ...{ error: problem ?? null, retryable: false },
    };
    return { file, upload, attachment: null, cancel: null, attempt: 0, aside: null };
  }

  function letGo({ cancel, upload: { preview } }: Held): void {
    cancel?.abort();
    if (preview !== null) URL.revokeObjectURL(preview);
  }

  function remove(key: string): void {
    const one = held.find(({ upload }) => upload.key === key);
    if (one === undefined) return;
    letGo(one);
    tell(held.filter((other) => other !== one));
    if (one.attachment !== null) void forget(one.attachment.id);
  }

  function retry(key: string): void {
    const one = held.find(({ upload }) => upload.key === key);
    if (one?.upload.status !== 'failed') return;
    one.attempt = 0;
    change(one, { status: 'waiting', error: null });
    flush();
  }

  function dropRefused(): void {
    for (const { key } of state.filter(isRefused)) remove(key);
  }

  async function askAddress(attachmentId: string): Promise<{ url: string; expiresAtMs: number }> {
    const ask = (token: string) =>
      postToGateway(`${gatewayUrl}/v1/attachments/${attachmentId}/address`, {}, attachmentAddress, token);
    const token = await credentials.token();
    const { path, expiresAt } = await ask(token).catch(async (error: GatewayError) => {
      if (retryPolicy(error.wire, 0).kind !== 'renew') throw error;
      renew(token);
      return ask(await credentials.token());
    });
    return { url: gatewayUrl + path, expiresAtMs: Date.parse(expiresAt) };
  }

  return {
    getState: () => state,
    subscribe: listeners.subscribe,
    add(files) {
      for (const file of files) tell([...held, hold(file)]);
      flush();
    },
    remove,
    setAside(waiting) {
      dropRefused();
      for (const one of of(null)) one.aside = waiting;
      tell();
      tellSetAside(waiting);
      return {
        retry() {
          for (const { upload } of of(waiting)) (isRefused(upload) ? remove : retry)(upload.key);
          tellSetAside(waiting);
        },
        remove() {
          for (const { upload } of of(waiting)) remove(upload.key);
        },
      };
    },
    files: () => of(null).map(({ file }) => file),
    hasUnsent: () => held.some(({ upload }) => !isRefused(upload)),
    retry,
    take() {
      dropRefused();
      const taken = of(null);
      tell(held.filter((one) => !taken.includes(one)));
      return taken.flatMap((one) => one.attachment ?? []);
    },
    flush,
    restart() {
      for (const one of held) {
        one.cancel?.abort();
        one.cancel = null;
        one.attachment = null;
        if (one.upload.status !== 'failed') change(one, { status: 'waiting', progress: 0 });
      }
    },
    async addressOf(attachmentId) {
      const known = await addresses.get(attachmentId)?.catch(() => undefined);
      if (known !== undefined && known.expiresAtMs - Date.now() > spareMs) return known.url;
      const asked = askAddress(attachmentId);
      addresses.set(attachmentId, asked);
      return (await asked).url;
    },
    previewOf: (attachmentId) => previews.get(attachmentId) ?? null,
    close() {
      for (const one of held) letGo(one);
      for (const preview of previews.values()) URL.revokeObjectURL(preview);
      previews.clear();
    },
  };

  async function forget(attachmentId: string): Promise<void> {
    try {
      const headers = { authorization: `Bearer ${await credentials.token()}` };
      await fetch(`${gatewayUrl}/v1/attachments/${attachmentId}`, { method: 'DELETE', headers });
    } catch {
      // What is not heard is given up after a day.
    }
  }
}

/** One that was changed or removed since it was chosen can't be read any more, and a folder never could. */
const canBeRead = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

/** What the gateway would refuse, said before anything is sent; its own look at the content comes after. */
function problemOf({ size, type, name }: File, before: number): WireError | undefined {
  // The chat has a text of its own for each of them.
  const refused = (code: ErrorCode) => ({ code, message: '' });
  if (before >= attachmentLimits.perMessage) return refused('attachments_too_many');
  if (size > attachmentLimits.bytes) return refused('attachment_too_large');
  if (size === 0) return refused('attachment_empty');
  const isKnown = type in attachmentTypes || type === '' || type.startsWith('text/');
  // What a browser calls a kind is what the system has registered for its ending: with Excel, a table of text is one of Excel's.
  const hasKnownEnding = endings.some((ending) => name.toLowerCase().endsWith(ending));
  return isKnown || hasKnownEnding ? undefined : refused('attachment_type');
}
