/** `scheme://user:password@host`; a user's name alone is no secret. */
const urlWithCredentials =
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/([^\s/:@"'<>]{1,200}):([^\s/@"'<>]{1,200})@[^\s/@"'<>:]+/i;

export const everyUrlWithCredentials = new RegExp(urlWithCredentials, "gi");

export function hasCredentials(text: string): boolean {
  return text.includes("://") && urlWithCredentials.test(text);
}
