export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** The characters of XML 1.0, production 2. */
const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Reads the XML that reports are made of, and throws where a real parser would: no comments, CDATA or DTD. */
export function parseXml(document: string): XmlElement {
  if (!allowed.test(document)) throw new Error("a character that XML does not allow");
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  if (body === document) throw new Error("no declaration");
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const sticky = new RegExp(pattern.source, "y");
    sticky.lastIndex = at;
    const match = sticky.exec(body);
    if (match) at += match[0].length;
    return match ?? undefined;
  };

  function readElement(): XmlElement {
    const name = take(/<([a-z-]+)/)?.[1];
    if (!name) throw new Error(`no element at ${body.slice(at, at + 20)}`);
    const attributes: Record<string, string> = {};
    for (let match = take(/ ([a-z]+)="([^"<]*)"/); match; match = take(/ ([a-z]+)="([^"<]*)"/)) {
      const [, key = "", value = ""] = match;
      if (key in attributes) throw new Error(`${key} twice`);
      // Attribute values are normalised: a literal blank of any kind is a space (3.3.3).
      attributes[key] = decode(value.replace(/[\t\n\r]/g, " "));
    }
    const children: (XmlElement | string)[] = [];
    if (take(/\/>/)) return { name, attributes, children };
    if (!take(/>/)) throw new Error(`${name} is not closed at ${body.slice(at, at + 20)}`);
    while (!take(new RegExp(`</${name}>`))) {
      const text = take(/[^<]+/)?.[0];
      if (text?.includes("]]>")) throw new Error("]]> in text");
      children.push(text === undefined ? readElement() : decode(text.replace(/\r\n?/g, "\n")));
    }
    return { name, attributes, children };
  }

  const root = readElement();
  if (body.slice(at) !== "\n") throw new Error("something after the root");
  return root;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+);|([a-z]+);|)/g, (match, code?: string, name?: string) => {
    const char = code ? String.fromCodePoint(Number(code)) : named[name ?? ""];
    if (char === undefined || !allowed.test(char)) throw new Error(`a wrong reference ${match}`);
    return char;
  });
}

/** All elements of a name, in order. */
export function findElements(element: XmlElement, name: string): XmlElement[] {
  const inside = element.children.flatMap((child) =>
    typeof child === "string" ? [] : findElements(child, name),
  );
  return element.name === name ? [element, ...inside] : inside;
}

export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}
