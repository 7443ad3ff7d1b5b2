import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";

export const privateAddress = defineRule({
  number: "MF605",
  name: "private-address",
  severity: "info",
  fix: "none",
  docs: {
    what: "The file names a machine of a private network: `192.168.7.20`, `http://nas.local`.",
    why: "It means nothing elsewhere, and tells strangers how the network is built. System text with it is stored in the model.",
    instead: "Leave it out, or write an example: `192.0.2.1`, `host.example`.",
  },
  examples: {
    bad: "FROM 192.168.7.20:5000/acorn/pine\n",
    good: "FROM llama3.2\nSYSTEM The networks 10.0.0.0/8 and 192.168.0.0/16 are private; a router is often 192.168.1.1.\n",
  },
  check({ text }, report) {
    if (!mayHave(text)) return;
    const told = new Set<string>();
    for (const match of text.matchAll(anyAddress)) {
      const address = match[0];
      if (told.has(address) || ofManuals.has(address)) continue;
      told.add(address);
      report({
        message: `an address of a private network: ${printable(address, 60)}`,
        span: { start: match.index, end: match.index + address.length },
      });
    }
  },
});

function mayHave(text: string): boolean {
  return ["10.", "172.", "192.168.", ".local", ".lan", ".internal", ".intranet"].some((mark) =>
    text.includes(mark),
  );
}

// RFC 1918 addresses of one machine, not networks (`/8`) and not versions (`v10.1.2.3`); names that
// RFC 6762, RFC 9476 and habit keep private.
const byte = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const anyAddress = new RegExp(
  `(?<![\\w.])(?:10\\.${byte}|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))\\.${byte}\\.${byte}(?![\\w./]|:\\d+/\\d)(?!/\\d)|(?<=://)[\\w-]+(?:\\.[\\w-]+)*\\.(?:local|lan|internal|intranet)(?![\\w.-])`,
  "g",
);

const ofManuals: ReadonlySet<string> = new Set([
  "10.0.0.0",
  "10.0.0.1",
  "10.0.2.2",
  "172.16.0.0",
  "172.17.0.1",
  "192.168.0.0",
  "192.168.0.1",
  "192.168.1.0",
  "192.168.1.1",
  "192.168.1.100",
  "host.docker.internal",
]);
