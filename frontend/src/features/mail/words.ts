/** What the server's words are called here; one that is not named gets a general word. */
const KINDS = [
  'notice',
  'digest',
  'test',
  'conference_poll',
  'conference_reminder',
  'conference_invitation',
  'conference_change',
  'conference_cancel',
  'conference_record',
  'dispatch_invitation',
  'survey_opened',
  'survey_reminded',
  'invitation',
  'password_reset',
] as const;
const REPLIES = [
  'bad_address',
  'bad_message',
  'bad_configuration',
  'unreachable',
  'interrupted',
  'no_answer',
  'no_smtp',
] as const;
const METHODS = ['REQUEST', 'CANCEL', 'PUBLISH'] as const;

export const kindOf = (kind: string) => KINDS.find((k) => k === kind) ?? 'other';
export const replyOf = (reply: string) => REPLIES.find((r) => r === reply) ?? 'other';
export const methodOf = (method: string) => METHODS.find((m) => m === method) ?? 'PUBLISH';
