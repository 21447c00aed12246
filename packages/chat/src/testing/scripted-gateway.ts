import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AnswerSource,
  type Attachment,
  CodedError,
  type ConversationEvent,
  type ErrorCode,
  errors,
  type GatewayToVisitor,
  type GenerationState,
  type HandOverReason,
  type Message,
  type PeopleThere,
  type QueuePlace,
  type SiteAppearance,
  type TicketResponse,
  type VisitorToGateway,
  visitorNamespace,
  type WireError,
} from '@frontdesk/protocol';
import { Server, type Socket } from 'socket.io';
import { launcherTexts } from '../launcher-texts.ts';
import { serveConversations } from './scripted-conversations.ts';
import { serveFeedback } from './scripted-feedback.ts';
import { createScriptedFiles, isFilePath, readBody } from './scripted-files.ts';

type VisitorSocket = Socket<VisitorToGateway, GatewayToVisitor>;
type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
/** An event before it has its place in a log. */
type Happening = DistributiveOmit<ConversationEvent, 'conversationId' | 'seq' | 'at'>;

/** An answer whose making the test decides. */
export interface ScriptedAnswer {
  generationId: string;
  question: string;
  state: GenerationState;
  text: string;
  /** Stores the words and tells them to everybody who listens. */
  say(text: string): void;
  /** Stores them without telling, as if the packet had been lost. */
  sayUnheard(text: string): void;
  /** Tells how many are answered first. */
  wait(place: Pick<QueuePlace, 'place' | 'expectedWaitMs'>): void;
  done(sources?: AnswerSource[]): void;
  /** After its end: a person is wanted. */
  handOver(reason: HandOverReason): void;
  fail(code: ErrorCode): void;
  /** As its visitor does. */
  stop(): void;
}

export interface Log {
  visitor: string;
  conversationId: string;
  /** Up to which event its visitor has read. */
  readSeq: number;
  events: ConversationEvent[];
  answers: Map<string, ScriptedAnswer>;
}

export interface ScriptedGatewayOptions {
  site: SiteAppearance;
  /** Called for each stored message, with the answer that was queued for it. */
  onQuestion?: (answer: ScriptedAnswer) => void;
  /** Everything but the API: a development page. */
  fallback?: RequestListener;
  port?: number;
  pageSize?: number;
}

/** Refuses the next request of a name. `swallow` stores what was asked, unless it is a file, but never acknowledges it. */
export type Refusal = WireError | 'swallow';

export type ScriptedGateway = Awaited<ReturnType<typeof startScriptedGateway>>;

/**
 * A gateway for tests of the client: real HTTP, real Socket.IO, the protocol's own types; the log lives in memory and the
 * answers are written by the test.
 */
export async function startScriptedGateway(options: ScriptedGatewayOptions) {
  /** By conversation, the one that began first first. */
  const logs = new Map<string, Log>();
  const visitors = new Map<string, string>();
  const messageIds = new Map<
    string,
    { conversationId: string; messageId: string; answer: ScriptedAnswer; seq: number }
  >();
  const refusals = new Map<string, Refusal[]>();
  const requests: { name: string; payload: unknown }[] = [];
  const firstWords: { generationId: string; ttftMs: number }[] = [];
  const files = createScriptedFiles();
  let beforeHandshake: () => Promise<void> | void = () => {};
  let now = () => new Date();
  let available = false;
  let letter: Pick<TicketResponse, 'resumed' | 'conversationId'> = {};

  const http = createServer(async (request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'access-control-allow-origin': request.headers.origin ?? '*',
        'access-control-allow-headers': 'content-type',
      });
      response.end(body === null ? undefined : JSON.stringify(body));
    };
    const path = request.url ?? '';
    if (!path.startsWith('/v1/')) {
      if (options.fallback) options.fallback(request, response);
      else send(404, { error: coded('not_found') });
      return;
    }
    if (request.method === 'OPTIONS') return send(204, null);
    const [name = ''] = path.split('?');
    const isFile = isFilePath(name);
    const body = isFile ? null : JSON.parse(`${await readBody(request)}`);
    requests.push({ name, payload: body });
    const refusal = refusals.get(name)?.shift();
    if (refusal === 'swallow') return;
    if (refusal) return send(errors[refusal.code].status, { error: refusal });
    if (isFile) return files.serve(request, response);
    const expiresAt = new Date(Date.now() + 300_000).toISOString();
    if (path === '/v1/tickets') {
      const { name, settings } = options.site;
      const texts = launcherTexts(name, [body.locale, settings?.locale, ...(body.languages ?? [])]);
      return send(200, { ticket: randomUUID(), expiresAt, site: options.site, texts, ...letter });
    }
    const visitorToken = randomUUID();
    // A ticket that is a visitor's token is of a letter to that visitor.
    const visitorId = visitors.get(body.ticket) ?? randomUUID();
    visitors.set(visitorToken, visitorId);
    send(200, { visitorToken, visitorId, expiresAt: new Date(Date.now() + 180 * 86_400_000).toISOString() });
  });

  const io = new Server<VisitorToGateway, GatewayToVisitor>(http, { serveClient: false });
  const namespace = io.of(visitorNamespace);

  namespace.use(async (socket, next) => {
    await beforeHandshake();
    const refusal = refusals.get('connect')?.shift();
    const visitor = visitors.get(String(socket.handshake.auth.visitorToken));
    const wire = refusal !== undefined && refusal !== 'swallow' ? refusal : visitor ? null : coded('token_invalid');
    socket.data.visitor = visitor;
    next(wire === null ? undefined : Object.assign(new Error(wire.message), { data: wire }));
  });

  namespace.on('connection', (socket: VisitorSocket) => {
    const visitor = socket.data.visitor as string;
    void socket.join(visitor);
    const refused = (name: string, payload: unknown): Refusal | undefined => {
      requests.push({ name, payload });
      return refusals.get(name)?.shift();
    };

    socket.on('conversation:open', ({ conversationId, afterSeq = 0 }, ack) => {
      const refusal = refused('conversation:open', { conversationId, afterSeq });
      if (refusal === 'swallow') return;
      if (refusal) return ack({ ok: false, error: refusal });
      const log = conversationId === undefined ? logsOf(visitor).at(-1) : logs.get(conversationId);
      if (log === undefined && conversationId !== undefined)
        return ack({ ok: false, error: coded('conversation_unknown') });
      if (log === undefined) return ack({ ok: true, data: null });
      const running = [...log.answers.values()].filter((one) => one.state === 'queued' || one.state === 'running');
      ack({
        ok: true,
        data: {
          conversationId: log.conversationId,
          events: log.events.slice(afterSeq, afterSeq + (options.pageSize ?? 200)),
          lastSeq: log.events.length,
          running: running.map(({ generationId, state, text }) => ({ generationId, state, text })),
        },
      });
    });

    socket.on('message:send', (request, ack) => {
      const { clientMessageId, text, conversationId, supersedes, attachmentIds } = request;
      const refusal = refused('message:send', request);
      if (refusal && refusal !== 'swallow') return ack({ ok: false, error: refusal });
      const known = messageIds.get(clientMessageId);
      const log =
        (known && logs.get(known.conversationId)) ?? (conversationId ? logs.get(conversationId) : begin(visitor));
      if (log === undefined) return ack({ ok: false, error: coded('conversation_unknown') });
      const stored = known ?? store(log, { clientMessageId, text, supersedes, attachments: files.of(attachmentIds) });
      const { messageId, seq, answer } = stored;
      const { generationId } = answer;
      if (refusal !== 'swallow') {
        ack({
          ok: true,
          data: { conversationId: log.conversationId, messageId, generationId, seq, duplicate: known !== undefined },
        });
      }
      if (known === undefined) options.onQuestion?.(answer);
    });

    socket.on('generation:read', ({ generationId, position }, ack) => {
      const refusal = refused('generation:read', { generationId, position });
      if (refusal === 'swallow') return;
      if (refusal) return ack({ ok: false, error: refusal });
      const answer = answerOf(visitor, generationId);
      if (!answer) return ack({ ok: false, error: coded('generation_unknown') });
      const { state, text } = answer;
      ack({ ok: true, data: { generationId, state, position, text: text.slice(position) } });
    });

    socket.on('generation:stop', ({ generationId }, ack) => {
      const refusal = refused('generation:stop', { generationId });
      if (refusal === 'swallow') return;
      if (refusal) return ack({ ok: false, error: refusal });
      answerOf(visitor, generationId)?.stop();
      ack({ ok: true, data: null });
    });

    serveConversations(socket, {
      refused,
      mine: () => logsOf(visitor),
      remove(conversationId) {
        logs.delete(conversationId);
        namespace.to(visitor).emit('conversation:deleted', { conversationId });
      },
    });
    serveFeedback(socket, {
      refused,
      append: (event, conversationId = '') => append(logs.get(conversationId) ?? newestLog(visitor), event),
      begin() {
        const empty = logsOf(visitor).find(({ events }) => !events.some(({ type }) => type === 'message:created'));
        return { conversationId: (empty ?? begin(visitor)).conversationId, waits: empty !== undefined };
      },
      available: () => available,
      preChat: options.site.settings?.preChat,
    });
    socket.on('generation:first-words', (report) => void firstWords.push(report));
  });

  const logsOf = (visitor: string) => [...logs.values()].filter((log) => log.visitor === visitor);
  const newestLog = (visitor: string) => logsOf(visitor).at(-1) ?? begin(visitor);
  const answerOf = (visitor: string, generationId: string) =>
    logsOf(visitor)
      .map(({ answers }) => answers.get(generationId))
      .find((answer) => answer !== undefined);

  function begin(visitor: string): Log {
    const conversationId = randomUUID();
    const log: Log = { visitor, conversationId, readSeq: 0, events: [], answers: new Map() };
    logs.set(conversationId, log);
    namespace.to(visitor).emit('conversation:begun', { conversationId });
    return log;
  }

  function append(log: Log, event: Happening): number {
    const seq = log.events.length + 1;
    const whole = {
      ...event,
      conversationId: log.conversationId,
      seq,
      at: now().toISOString(),
    } as ConversationEvent;
    log.events.push(whole);
    namespace.to(log.visitor).emit('conversation:event', whole);
    return seq;
  }

  function store(
    log: Log,
    asked: { clientMessageId: string; text: string; supersedes: string | undefined; attachments: Attachment[] },
  ) {
    const { clientMessageId, text, supersedes, attachments } = asked;
    const messageId = randomUUID();
    if (supersedes !== undefined) {
      for (const { state, stop } of log.answers.values()) if (state === 'queued' || state === 'running') stop();
      append(log, { type: 'message:superseded', messageId: supersedes, byMessageId: messageId });
    }
    const answer = createAnswer(log, text);
    const { generationId } = answer;
    const seq = append(log, {
      type: 'message:created',
      message: message('visitor', text, {
        ...{ id: messageId, clientMessageId },
        ...(attachments.length > 0 && { attachments }),
      }),
    });
    append(log, { type: 'generation:queued', generationId, questionMessageId: messageId });
    const stored = { conversationId: log.conversationId, messageId, answer, seq };
    messageIds.set(clientMessageId, stored);
    return stored;
  }

  function createAnswer(log: Log, question: string): ScriptedAnswer {
    const generationId = randomUUID();
    const answer: ScriptedAnswer = {
      generationId,
      question,
      state: 'queued',
      text: '',
      say(text) {
        const position = answer.text.length;
        answer.sayUnheard(text);
        const { conversationId } = log;
        namespace.to(log.visitor).emit('generation:text', { conversationId, generationId, position, text });
      },
      sayUnheard(text) {
        answer.state = 'running';
        answer.text += text;
      },
      wait(place) {
        const { conversationId } = log;
        namespace.to(log.visitor).emit('generation:waiting', { conversationId, generationId, ...place });
      },
      done(sources = []) {
        answer.state = 'done';
        append(log, {
          type: 'generation:done',
          generationId,
          message: message('assistant', answer.text, { generationId, sources }),
        });
      },
      handOver: (reason) => void append(log, { type: 'conversation:handed-over', generationId, reason }),
      fail: (code) => end('failed', code),
      stop: () => end('cancelled', 'generation_cancelled'),
    };
    function end(state: 'failed' | 'cancelled', code: ErrorCode): void {
      answer.state = state;
      const shown = answer.text === '' ? null : message('assistant', answer.text, { generationId });
      append(log, { type: 'generation:ended', generationId, state, error: coded(code), message: shown });
    }
    log.answers.set(generationId, answer);
    return answer;
  }

  function happens(event: Happening): void {
    for (const log of logs.values()) append(log, event);
  }

  function message(role: Message['role'], text: string, rest: Partial<Message>): Message {
    const createdAt = now().toISOString();
    return { id: randomUUID(), role, text, clientMessageId: null, generationId: null, createdAt, ...rest };
  }

  await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    /** Every request, in the order of arrival. */
    requests,
    /** The TTFT reports of clients. */
    firstWords,
    /** All visitors' events together. */
    events: () => [...logs.values()].flatMap((log) => log.events),
    /** A person answers, in every conversation. */
    agentSays: (text: string, rest: Partial<Message> = {}) =>
      happens({ type: 'message:created', message: message('agent', text, rest) }),
    /** It happens in every conversation. */
    happens,
    /** What happens from now on happens then. */
    setClock(clock: () => Date) {
      now = clock;
    },
    /** A person types in every conversation, or has stopped. */
    agentTypes(name: string, typing = true) {
      for (const { conversationId } of logs.values()) {
        namespace.emit('person:typing', { conversationId, name, typing });
      }
    },
    /** Somebody has come, or everybody has left. */
    peopleChange(there: PeopleThere) {
      available = there.available;
      namespace.emit('people:changed', there);
    },
    /** A file that an agent can send. */
    keepFile: files.keep,
    refuseNext(name: string, ...next: Refusal[]) {
      refusals.set(name, [...(refusals.get(name) ?? []), ...next]);
    },
    /** What tickets say of a letter from now on. */
    resume(of: typeof letter) {
      letter = of;
    },
    /** Called, and awaited, before each handshake from now on. */
    beforeHandshakes(wait: () => Promise<void>) {
      beforeHandshake = wait;
    },
    /** No token is known any more, as after a change of the secret. */
    forgetVisitors: () => visitors.clear(),
    /** Cuts every connection, as a proxy or a restart would. */
    cut: () => {
      for (const socket of namespace.sockets.values()) socket.conn.close();
    },
    async close() {
      const closed = io.close();
      // A browser holds on to its connections.
      http.closeAllConnections();
      await closed;
    },
  };
}

/** The code's own sentence, as it crosses the wire. */
export function coded(code: ErrorCode, retryAfterMs?: number): WireError {
  return new CodedError(code, retryAfterMs === undefined ? {} : { retryAfterMs }).toWire();
}
