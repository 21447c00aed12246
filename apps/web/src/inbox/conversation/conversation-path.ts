/**
 * Pure: the address, within the site that is looked at, of a conversation.
 * @param place `of`: its site, where all are looked at; `at`: the message or note in it that is to be shown
 */
export function conversationPath({ conversationId, of, at }: ConversationPlace): string {
  return `/admin?conversation=${conversationId}${of ? `&of=${of}` : ''}${at ? `&at=${encodeURIComponent(at)}` : ''}`;
}

interface ConversationPlace {
  conversationId: string;
  of: string | null;
  at: string | null;
}
