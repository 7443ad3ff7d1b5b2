import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { findSentEntries } from "../../views/directoryFiles.js";

export const symlinkRefused = defineRule({
  number: "MF110",
  name: "symlink-refused",
  severity: "error",
  fix: "none",
  docs: {
    what: "A folder that FROM, ADAPTER or DRAFT names holds links that lead out of it, or lead nowhere.",
    why: "Ollama follows links and refuses files outside the folder: `insecure path`. So the cache of Hugging Face, whose snapshots are links, cannot be used as it is. With one dead link the whole folder counts as absent.",
    instead:
      "Download the files into a folder of their own (`hf download … --local-dir model`), or copy them.",
  },
  examples: { bad: "FROM ./snapshot\n", good: "FROM ./model\n" },
  check({ sources, peek }, report) {
    for (const { instruction, text, form } of sources) {
      if (form.kind !== "path" && form.kind !== "name") continue;
      const found = peek.findPath(text);
      if (found?.kind !== "directory") continue;
      const sent = findSentEntries(found.entries);
      const dead = sent.find(({ kind }) => kind === "link-dangling");
      const outside = sent.find(({ kind }) => kind === "link-outside");
      const link = dead ?? outside;
      if (!link) continue;
      report({
        message: `${printable(link.name, 60)} in ${printable(text, 60)} is a link that leads ${dead ? "nowhere" : "out of the folder"}`,
        span: instruction.value.span,
        notes: [
          dead
            ? "Ollama takes the whole folder for absent."
            : "Ollama stops with `insecure path`. Copy the files into the folder, or download them with --local-dir.",
        ],
      });
    }
  },
});
