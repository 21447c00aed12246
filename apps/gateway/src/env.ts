import { fileURLToPath } from 'node:url';
import { standardRates } from '@frontdesk/protocol';
import { loggerEnv, readEnvironment } from '@frontdesk/telemetry';
import { z } from 'zod';
import { addressIn } from './mail/mail-address.ts';

const positive = (standard: number) => z.coerce.number().int().positive().default(standard);

/** What the gateway reads from its environment. A wrong value stops the start with one line. */
export const envSchema = z
  .object({
    /** The store; without `REDIS_URL` the queues and the notices too. */
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    /** Queues and notices on Redis instead; the same for all gateways and workers. */
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    /** Interface to listen on. */
    HOST: z.string().default('127.0.0.1'),
    /** The one public port; 0 takes any free one. */
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    /** The address customers use, when it is not the one in their Host header; with https, cookies are marked secure. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** The Next server that answers whatever the gateway does not answer itself. */
    WEB_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3001'),
    /** Signs tickets, visitor tokens and sessions. Whoever knows it can be anybody. */
    SECRET: z.string().min(32, 'must have at least 32 characters'),
    /** The one before, or the one to come: what it signed and sealed is read as well. Sessions are signed by the other alone. */
    SECRET_PREVIOUS: z.string().min(32, 'must have at least 32 characters').optional(),
    /** The built widget: `widget.js`, `frame.html`, `assets/`. */
    WIDGET_DIR: z.string().default(fileURLToPath(new URL('../../widget/dist', import.meta.url))),
    /** Files of customers; all gateways need the same folder. No web server may know it. */
    UPLOADS_DIR: z.string().default(fileURLToPath(new URL('../../../.data/uploads', import.meta.url))),
    /** Most GiB that they may take up, those of all sites together. Beyond it, and on a disk of which less than 5 % is free, none is taken. */
    UPLOADS_GB: positive(50),
    /** Proxies in front of the gateway whose X-Forwarded-* headers are believed; 0 believes none, `true` is 1. */
    TRUST_PROXY: z
      .preprocess((value) => (value === 'true' ? 1 : value === 'false' ? 0 : value), z.coerce.number().int().min(0))
      .default(0),
    /** Most connections of the database pool; see the README's table. */
    DATABASE_CONNECTIONS: positive(6),
    /** Messages a visitor may send per minute. */
    VISITOR_MESSAGES_PER_MINUTE: positive(standardRates.messagesPerVisitorMinute),
    /** Messages that may come from one address (IPv4, or an IPv6 /64; networks of them have some times as many) per minute, and from a site's own servers, wherever they are. */
    ADDRESS_MESSAGES_PER_MINUTE: positive(standardRates.messagesPerAddressMinute),
    /** Messages to one site that may come from one address per day, and as many ratings and the like. Servers with a key have no such limit. */
    ADDRESS_MESSAGES_PER_DAY: positive(standardRates.messagesPerAddressDay),
    /** Conversations at one site that may begin with a wish for a person, from one address per day. Who writes first needs no such wish. */
    ADDRESS_PERSON_WISHES_PER_DAY: positive(standardRates.personWishesPerDay),
    /** Tickets, and visitor tokens, that one address may get per minute, and wrong keys that it may try; new visitors of a site's own servers. */
    ADDRESS_MINTS_PER_MINUTE: positive(standardRates.newcomersPerMinute),
    /** Files that one address may upload per minute. */
    ADDRESS_UPLOADS_PER_MINUTE: positive(standardRates.uploadsPerMinute),
    /** Files that one address may upload to one site per day. */
    ADDRESS_UPLOADS_PER_DAY: positive(standardRates.uploadsPerDay),
    /**
     * Attempts to sign in that one address has per minute; an account has ten times as many of strangers', all together, and as many more
     * as come from where somebody is signed in to it.
     */
    ADDRESS_SIGN_INS_PER_MINUTE: positive(10),
    /** Connections for sockets of customers that may be open from one address at once, whether or not they still follow anything. */
    ADDRESS_SOCKETS: positive(500),
    /** What customers' sockets of one address may ask together per second, on average over twenty. */
    ADDRESS_REQUESTS_PER_SECOND: positive(200),
    /**
     * An answer whose visitor's last socket is gone for longer is cancelled, which frees its slot. Half the time that a question
     * may wait: enough for a reload, a restart of the gateway, a tunnel, another app on a phone.
     */
    VISITOR_GRACE_SECONDS: positive(30),
    /** A server that takes mails, as `smtps://user:password@mail.example`: replies of people go to customers who have left the chat, and who waits for a person is told to the team. */
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** Their sender: an address, or `Name <address>`. */
    MAIL_FROM: z
      .string()
      .refine((from) => z.email().safeParse(addressIn(from)).success, 'must be an e-mail address')
      .optional(),
    /** Letters of a UTC day that a site may send its customers, from your address; and as many to its own team. */
    SITE_LETTERS_PER_DAY: positive(500),
    /** Hosts (`n8n.internal`, `10.0.0.7:5678`), parted by commas, that webhooks and look-ups of orders may reach although they are not of the public internet. */
    WEBHOOK_HOSTS: z
      .string()
      .default('')
      .transform((hosts) =>
        hosts
          .split(',')
          .map((host) => host.trim().toLowerCase())
          .filter(Boolean),
      ),
    /** Whether repeated questions are answered without the model. */
    ANSWER_CACHE: z.enum(['on', 'off']).default('on'),
    /** Whether answers go to the worker that has their conversation in memory; off, to whichever takes them: for measuring what that brings. */
    AFFINITY: z.enum(['on', 'off']).default('on'),
    LOG_LEVEL: z.enum(loggerEnv.levels).default('info'),
    /** Defaults to `pretty` on a terminal, `json` otherwise. */
    LOG_FORMAT: z.enum(loggerEnv.formats).optional(),
  })
  .refine(({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined, {
    message: 'must be set where SMTP_URL is',
    path: ['MAIL_FROM'],
  });
export type Env = z.infer<typeof envSchema>;

export const readEnv = (variables: NodeJS.ProcessEnv): Env => readEnvironment(envSchema, variables);
