import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { didYouMean } from "../../../diagnostics/didYouMean.js";
import { defineRule } from "../../rule.js";
import { isKnownLicense, licenseIds } from "../../spdxIds.js";
import { isLicensePath } from "../../views/licensePath.js";
import { meantText } from "../../views/meantText.js";

export const licenseNotRecognised = defineRule({
  number: "MF503",
  name: "license-not-recognised",
  severity: "info",
  fix: "unsafe",
  docs: {
    what: "LICENSE is a single word that is neither an SPDX id nor the usual name of a model licence. (Upper and lower case do not matter; longer texts are not judged.)",
    why: "People and programs that look for the licence do not know what it stands for.",
    instead: "Write an SPDX id such as `Apache-2.0`, or the licence's text.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nLICENSE Apache2\n",
    good: "FROM ./pine.gguf\nLICENSE apache-2.0\nLICENSE MIT OR Apache-2.0\nLICENSE llama3.1\n",
  },
  check(file, report) {
    const all = file.all("LICENSE");
    for (const instruction of all) {
      const { value } = instruction;
      const text = value.closed ? meantText(file, instruction).trim() : "";
      // Only what is written like an id is judged as one.
      if (text.length > 60 || !/^[\w.+-]+$/.test(text) || isKnownLicense(text) || isLicensePath(text))
        continue;
      const meant = all.length <= maxGuesses ? tryFindMeant(text) : undefined;
      const fix: Fix = {
        title: `Write ${meant}`,
        applicability: "unsafe",
        edits: [{ span: value.contentSpan, text: meant ?? "" }],
      };
      // The right spelling may stand beside the wrong one.
      const isFixable = meant && text === value.text && !all.some((other) => other.value.text === meant);
      report({
        message: `no licence is known as ${printable(text, 60)}${meant ? `; did you mean ${meant}?` : ""}`,
        span: value.span,
        ...(isFixable ? { fixes: [fix] } : {}),
      });
    }
  },
});

/** Nobody reads more proposals, and each looks through the whole table. */
const maxGuesses = 50;

/** `Apache2` and `GPLv3` are spelled so often that their ids need no guessing. */
const usual: Readonly<Record<string, string>> = {
  apache: "Apache-2.0",
  apache2: "Apache-2.0",
  "apache2.0": "Apache-2.0",
  "apache-2": "Apache-2.0",
  apachev2: "Apache-2.0",
  "apache_2.0": "Apache-2.0",
  mitlicense: "MIT",
  "mit-license": "MIT",
  bsd3: "BSD-3-Clause",
  bsd2: "BSD-2-Clause",
  gplv3: "GPL-3.0-only",
  gpl3: "GPL-3.0-only",
  gplv2: "GPL-2.0-only",
  gpl2: "GPL-2.0-only",
  agplv3: "AGPL-3.0-only",
  agpl3: "AGPL-3.0-only",
  lgplv3: "LGPL-3.0-only",
  "cc-by": "CC-BY-4.0",
  "cc-by-sa": "CC-BY-SA-4.0",
  publicdomain: "CC0-1.0",
};

function tryFindMeant(text: string): string | undefined {
  const key = text.toLowerCase();
  return Object.hasOwn(usual, key) ? usual[key] : didYouMean(text, licenseIds);
}
