/** Pure: what an agent is told of a reply to somebody who has left the chat. @param mails undefined while that is not known */
export function mailHint(email: string | null, mails: boolean | undefined): string {
  if (mails === undefined) return '';
  if (!mails) return 'If they have left, it is not mailed: no mail is set up here.';
  return email === null
    ? 'If they have left, there is no address to mail it to.'
    : `If they have left, it is mailed to ${email}.`;
}
