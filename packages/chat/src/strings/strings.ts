import type { ErrorCode } from '@frontdesk/protocol';

/** Errors that a customer can meet. Any other shows the sentence that came with it, in English. */
export const customerErrors = [
  'visitor_blocked',
  'details_required',
  'message_too_long',
  'request_too_large',
  'site_unknown',
  'origin_refused',
  'ticket_invalid',
  'token_missing',
  'token_invalid',
  'token_expired',
  'conversation_unknown',
  'message_id_reused',
  'message_not_last',
  'answer_in_progress',
  'rate_limited',
  'site_limit_reached',
  'person_limit_reached',
  'busy',
  'attachment_too_large',
  'attachments_too_many',
  'attachment_empty',
  'attachment_type',
  'attachment_limit',
  'uploads_full',
  'attachment_unknown',
  'generation_failed',
  'generation_expired',
  'generation_cancelled',
  'unavailable',
  'internal',
] as const satisfies ErrorCode[];

export type CustomerError = (typeof customerErrors)[number];

/**
 * Every sentence that the chat itself says. Each language is a file of this type beside it, so that a text that is missing
 * does not compile. Counts are functions: `plural` knows a language's forms. What a site writes is not in here.
 */
export interface Strings {
  /** Who answers, under the site's name. */
  assistant: string;
  person: string;
  /** Read out before a message, not seen. */
  assistantSaid: string;
  visitorSaid: string;
  personSaid: string;
  /** Where somebody else answers from here on, or where it is done; `name` of a person. */
  takenOver: (name: string) => string;
  handedBack: string;
  resolved: (name: string | null) => string;
  /** In place of `notice` while a person answers. */
  noticePerson: (name: string) => string;
  conversation: string;
  /** Under the field, always. */
  notice: string;
  placeholder: string;
  messageLabel: string;
  send: string;
  stop: string;
  /** Beside an answer that the customer stopped. */
  stopped: string;
  close: string;
  writing: string;
  /** Read out where a person types, not seen. */
  personTyping: (name: string) => string;
  /** @param ahead people who are answered first; 0 when this customer is next */
  waitingPlace: (ahead: number) => string;
  aFewSeconds: string;
  /** @param time such as "20 seconds", in this language */
  aboutTime: (time: string) => string;
  sending: string;
  waitingForConnection: string;
  notSent: string;
  /** @param when such as "in 12 seconds", in this language */
  nextTry: (when: string) => string;
  tryAgain: string;
  /** Of a message that was not sent. */
  discard: string;
  /** Of a complaint that was read. */
  dismiss: string;
  connecting: string;
  reconnecting: string;
  newMessages: string;
  toNewest: string;
  suggestions: string;
  sources: string;
  newTab: string;
  handedOver: (site: string) => string;
  charactersLeft: (left: number) => string;
  charactersTooMany: (over: number) => string;
  loading: string;
  feedback: {
    /** Names of the two thumbs below an answer. */
    helpful: string;
    notHelpful: string;
    whatWasWrong: string;
    send: string;
    cancel: string;
    change: string;
    thanks: string;
    /** Of a thumb or of stars, whatever the reason. */
    notRated: string;
    solvedQuestion: string;
    yes: string;
    no: string;
    /** Puts the question aside. */
    notNow: string;
    unsolved: string;
    talkToPerson: string;
    rateQuestion: string;
    /** Names of one to five stars. */
    scores: Record<1 | 2 | 3 | 4 | 5, string>;
    rateComment: string;
    /** What a hand-over means: who is there, and who may write where. No word of a time, and no letter is promised. */
    personHere: string;
    personAway: string;
    personAwayStill: string;
    /** @param when a day and a time, in this language and in the customer's own time zone */
    peopleBack: (when: string) => string;
    contactLeft: (email: string) => string;
    email: string;
    leaveEmail: string;
    saveEmail: string;
    emailWrong: string;
    meanwhile: string;
    preChatTitle: string;
    name: string;
    /** Beside the label of a field. */
    optional: string;
    missing: string;
    begin: string;
  };
  files: {
    attach: string;
    /** While files are held over the chat. */
    drop: string;
    /** Names the list of files above the field. */
    attached: string;
    remove: (name: string) => string;
    cancel: (name: string) => string;
    /** A file that was not uploaded yet. */
    waiting: string;
    /** A message that waits for its files. */
    held: string;
    open: (name: string) => string;
    download: (name: string) => string;
    openInTab: string;
    closePicture: string;
    /** Instead of a sent file that was deleted meanwhile. */
    gone: string;
    /** It found no way to the gateway, while the chat does. */
    lost: string;
  };
  code: {
    copy: string;
    copied: string;
  };
  menu: string;
  newConversation: string;
  earlierConversations: string;
  back: string;
  loadingConversations: string;
  noConversations: string;
  conversationsNotLoaded: string;
  moreConversations: string;
  unread: (count: number) => string;
  /** Beside the conversation that is open. */
  shownNow: string;
  sound: string;
  saveAsText: string;
  saveAsMarkdown: string;
  deleteConversation: string;
  deleteTitle: string;
  deleteMeans: string;
  deleteForGood: string;
  notDeleted: string;
  cancel: string;
  copy: string;
  copied: string;
  notCopied: string;
  askAgain: string;
  edit: string;
  editing: string;
  /** Beside a message that stands in the place of another one. */
  edited: string;
  errors: Record<CustomerError, string>;
}
