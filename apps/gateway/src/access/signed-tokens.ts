import { CodedError, type ErrorCode } from '@frontdesk/protocol';
import { type CryptoKey, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

const ticketClaims = z.object({
  site: z.uuid(),
  origin: z.string(),
  /** Given to an agent who tries the bot. */
  sandbox: z.boolean().optional(),
  /** Of the sandbox: the agent's user. A gateway of the version before leaves it out. */
  tester: z.string().optional(),
  /** Whom the site's server named. */
  identity: z
    .object({
      externalId: z.string(),
      name: z.string().optional(),
      email: z.string().optional(),
      /** A gateway of the version before leaves it out. */
      secretVersion: z.int().optional(),
    })
    .optional(),
  /** An anonymous visitor who comes back by a link in a letter, and until when the link lets them. */
  visitor: z.uuid().optional(),
  until: z.iso.datetime().optional(),
  /** Of the sandbox: the version of the system prompt that is tried. */
  promptVersion: z.uuid().optional(),
});
const visitorClaims = z.object({
  site: z.uuid(),
  visitor: z.uuid(),
  sandbox: z.boolean().optional(),
  /** Of the sandbox: the token counts only as long as that user may use it. */
  tester: z.string().optional(),
  /** Of the identity secret by which the site's server named them: the token counts only as long as that does. */
  secretVersion: z.int().optional(),
  /** Of who came by a link in a letter, which may have reached somebody else: what follows from it ends with it. */
  until: z.iso.datetime().optional(),
});
const resumptionClaims = z.object({
  site: z.uuid(),
  visitor: z.uuid(),
  conversation: z.uuid().optional(),
  /** Stands for where the letter went ({@link letterAddress}). One of the version before leaves it out. */
  address: z.uuid().optional(),
});
const attachmentClaims = z.object({ site: z.uuid(), attachment: z.uuid() });
export type TicketClaims = z.infer<typeof ticketClaims>;
export type VisitorClaims = z.infer<typeof visitorClaims>;
export type ResumptionClaims = z.infer<typeof resumptionClaims>;
type AttachmentClaims = z.infer<typeof attachmentClaims>;

const ticketLifeMs = 5 * 60_000;
/** The chat may be opened long after its page was, and the site's own token, from which it was made, is short-lived. */
const identifiedTicketLifeMs = 12 * 3_600_000;
/** Of who was named by somebody else, and can be named again: one that was copied is not theirs for half a year. */
const namedTokenLifeMs = identifiedTicketLifeMs;
const visitorTokenLifeMs = 180 * 24 * 3_600_000;
const attachmentPassLifeMs = 15 * 60_000;
const resumptionLifeMs = 14 * 24 * 3_600_000;

export interface Signed {
  token: string;
  expiresAt: Date;
}

/** What the gateway signs for browsers: tickets, visitor tokens, links in letters and passes to single files, JWTs by HS256, told apart by their audience. */
export interface SignedTokens {
  signTicket(claims: TicketClaims): Promise<Signed>;
  /** @throws CodedError `ticket_invalid` */
  readTicket(ticket: string): Promise<TicketClaims & { expiresAt: Date }>;
  /** @param atMost when it ends at the latest */
  signVisitor(claims: VisitorClaims, atMost?: Date): Promise<Signed>;
  /** @throws CodedError `token_invalid` or `token_expired` */
  readVisitor(token: string): Promise<VisitorClaims & { expiresAt: Date }>;
  /** For a link in a letter: whoever opens it within a fortnight is that visitor, and reads that conversation. */
  signResumption(claims: ResumptionClaims): Promise<Signed>;
  /** @throws CodedError `token_invalid` or `token_expired` */
  readResumption(token: string): Promise<ResumptionClaims & { expiresAt: Date }>;
  /** Lets whoever has it read one file for a quarter of an hour. */
  signAttachment(claims: AttachmentClaims): Promise<Signed>;
  /** @throws CodedError `token_invalid` or `token_expired` */
  readAttachment(pass: string): Promise<AttachmentClaims>;
}

/** @param previous a secret whose tokens are read as well */
export function createSignedTokens(secret: string, previous?: string): SignedTokens {
  // Imported once: from bytes it would be at every use.
  const imported = importKey(secret);
  const readable = previous === undefined ? [imported] : [imported, importKey(previous)];

  async function sign(
    audience: string,
    claims: TicketClaims | ResumptionClaims | AttachmentClaims,
    lifeMs: number,
    atMost?: Date,
  ): Promise<Signed> {
    const endsAtMs = Math.min(Date.now() + lifeMs, atMost?.getTime() ?? Number.POSITIVE_INFINITY);
    // Whole seconds, as the token carries them.
    const expiresAt = new Date(Math.floor(endsAtMs / 1000) * 1000);
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(await imported);
    return { token, expiresAt };
  }

  async function read<Claims>(
    audience: string,
    token: string,
    schema: z.ZodType<Claims>,
    codes: { invalid: ErrorCode; expired: ErrorCode },
  ): Promise<Claims & { expiresAt: Date }> {
    const options = { audience, algorithms: ['HS256'], requiredClaims: ['exp'] };
    try {
      const payload = await verifyByOne(token, await Promise.all(readable), options);
      return { ...schema.parse(payload), expiresAt: new Date((payload.exp as number) * 1000) };
    } catch (cause) {
      throw new CodedError(cause instanceof errors.JWTExpired ? codes.expired : codes.invalid, { cause });
    }
  }

  return {
    signTicket: (claims) => sign('ticket', claims, claims.identity ? identifiedTicketLifeMs : ticketLifeMs),
    readTicket: (ticket) =>
      read('ticket', ticket, ticketClaims, { invalid: 'ticket_invalid', expired: 'ticket_invalid' }),
    signVisitor: (claims, atMost) => {
      const named = claims.sandbox || claims.secretVersion !== undefined;
      return sign('visitor', claims, named ? namedTokenLifeMs : visitorTokenLifeMs, atMost);
    },
    readVisitor: (token) =>
      read('visitor', token, visitorClaims, { invalid: 'token_invalid', expired: 'token_expired' }),
    signResumption: (claims) => sign('resumption', claims, resumptionLifeMs),
    readResumption: (token) =>
      read('resumption', token, resumptionClaims, { invalid: 'token_invalid', expired: 'token_expired' }),
    signAttachment: (claims) => sign('attachment', claims, attachmentPassLifeMs),
    readAttachment: (pass) =>
      read('attachment', pass, attachmentClaims, { invalid: 'token_invalid', expired: 'token_expired' }),
  };
}

const importKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);

/** What a token claims that one of the keys has signed. @throws JOSEError as {@link jwtVerify} does, of the last key */
async function verifyByOne(
  token: string,
  [key, ...others]: readonly CryptoKey[],
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, key as CryptoKey, options)).payload;
  } catch (error) {
    if (others.length > 0 && error instanceof errors.JWSSignatureVerificationFailed)
      return verifyByOne(token, others, options);
    throw error;
  }
}
