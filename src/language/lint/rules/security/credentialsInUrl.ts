import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { everyUrlWithCredentials } from "../../views/urls.js";

export const credentialsInUrl = defineRule({
  number: "MF602",
  name: "credentials-in-url",
  severity: "error",
  fix: "none",
  docs: {
    what: "An address holds a user name and a password: `https://user:password@host`.",
    why: "Everybody who has the file, or the model made of it, can read them. In FROM they do not even work: Ollama knows no credentials in names.",
    instead: "Take them out, and change the password.",
  },
  examples: {
    bad: "FROM https://ada:s3cr3t-t3a@forest.example/acorn/pine\n",
    good: "FROM forest.example/acorn/pine\nSYSTEM Write addresses as https://user:password@host.\n",
  },
  check({ text }, report) {
    if (!text.includes("://")) return;
    for (const match of text.matchAll(everyUrlWithCredentials)) {
      const [url, user = "", password = ""] = match;
      if (isPlaceholder(user, password)) continue;
      const start = match.index;
      const host = url.slice(url.lastIndexOf("@") + 1);
      report({
        message: `the address of ${printable(host, 60)} holds a password`,
        span: { start: start + url.indexOf("://") + 3, end: start + url.lastIndexOf("@") },
        conceals: true,
        notes: ["Everybody who has the file, or the model made of it, can read it."],
      });
    }
  },
});

const words =
  /^(?:\*+|x+|\.+|user|users?_?name|login|pass(?:word|wd|phrase)?|pwd|secret|token|key|api_?key|changeme|example|test|postgres|root|admin|guest|foo|bar)$/i;

/** Addresses of manuals. A password that is the user's name again is one of a test. */
function isPlaceholder(user: string, password: string): boolean {
  return (
    words.test(password) ||
    user === password ||
    /[${}[\]()…]|^%/.test(`${user}${password}`) ||
    /^your/i.test(password)
  );
}
