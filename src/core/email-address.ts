const PATTERN = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;
/** What the column holds. */
export const MAX_EMAIL_CHARACTERS = 100;

/** Whether `text` is an e-mail address by which a person can be invited and known: `ann@example.com`. */
export function isEmailAddress(text: string): boolean {
  return text.length <= MAX_EMAIL_CHARACTERS && PATTERN.test(text);
}
