import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { isLicensePath } from "../../views/licensePath.js";
import { meantText } from "../../views/meantText.js";

export const licenseIsAPath = defineRule({
  number: "MF513",
  name: "license-is-a-path",
  severity: "warning",
  fix: "none",
  docs: {
    what: "LICENSE is followed by a path.",
    why: "Ollama reads no file here: the path itself becomes the text of the licence.",
    instead: 'Put the text between `"""`, or write an SPDX id.',
  },
  examples: {
    bad: "FROM ./pine.gguf\nLICENSE ./LICENSE\n",
    good: "FROM ./pine.gguf\nLICENSE MIT\n",
  },
  check(file, report) {
    for (const instruction of file.all("LICENSE")) {
      const { value } = instruction;
      // A path is short; a licence's text need not be searched.
      if (!value.closed || value.text.length > 300) continue;
      const text = meantText(file, instruction).trim();
      if (!isLicensePath(text)) continue;
      report({
        message: `${printable(text, 60)} is not read as a file; it becomes the licence's text`,
        span: value.span,
      });
    }
  },
});
