import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";

export const userNameInPath = defineRule({
  number: "MF604",
  name: "user-name-in-path",
  severity: "info",
  fix: "none",
  docs: {
    what: "A path tells somebody's user name: `/home/ada/…`, `C:\\Users\\ada\\…`. Comments and texts count too.",
    why: "Modelfiles are published, and system text is stored in the model. A user name is often a person's name, and half of a login.",
    instead: "Write paths relative to the Modelfile, and `~` or `/home/user` in texts.",
  },
  examples: {
    bad: "FROM /home/ada/models/pine.gguf\n",
    good: "FROM ./pine.gguf\n# see /home/user/notes\n",
  },
  check({ text }, report) {
    if (!text.includes("/home/") && !text.includes("Users")) return;
    const told = new Set<string>();
    for (const match of text.matchAll(homePath)) {
      const name = match[1] ?? "";
      if (told.has(name) || general.has(name.toLowerCase()) || /^(?:your|my|some)/i.test(name)) continue;
      told.add(name);
      const end = match.index + match[0].length;
      report({
        message: `the path tells a user name: ${printable(name, 40)}`,
        span: { start: end - name.length, end },
      });
    }
  },
});

const homePath =
  /(?<![\w.-])(?:\/home\/|\/Users\/|[A-Za-z]:[\\/]{1,2}Users[\\/]{1,2})([A-Za-z0-9][\w.@-]*)(?=[\\/])/g;

/** Accounts that machines, images and manuals bring along. */
const general: ReadonlySet<string> = new Set([
  ..."user users username me you name example admin administrator root guest test".split(" "),
  ..."public shared default ubuntu debian ec2-user azureuser opc pi runner runneradmin vagrant docker".split(
    " ",
  ),
  ..."ollama app node python jovyan vscode coder codespace gitpod jenkins git www-data alice bob".split(" "),
]);
