const path =
  /^(?:file:\/\/\S+|@\S+|(?:\.{0,2}|~|[A-Za-z]:)[\\/]\S*|(?:\S*[\\/])?(?:LICEN[CS]E|COPYING|NOTICE)\S{0,30}|\S+\.(?:txt|md|rst|html|pdf))$/i;

/** A LICENSE whose author took it for a file to include. */
export function isLicensePath(text: string): boolean {
  return text.length <= 260 && path.test(text) && !/^(?:licen[cs]eref-|https?:)/i.test(text);
}
