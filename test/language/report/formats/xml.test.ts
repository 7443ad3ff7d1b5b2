import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printCheckstyle } from "../../../../src/language/report/formats/xml/printCheckstyle.js";
import { printJunit } from "../../../../src/language/report/formats/xml/printJunit.js";
import { arbitraryReport, rawControl } from "../arbitraryReport.js";
import { readFormatsCase } from "../formatsCase.js";
import { findElements, parseXml, textOf } from "../parseXml.js";

describe("the XML reports", () => {
  test("the check itself sees what is not XML", () => {
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
    for (const wrong of [
      "<a>&</a>\n",
      "<a>\u001b</a>\n",
      "<a>\ud800</a>\n",
      "<a><b></a></b>\n",
      '<a b="<"/>\n',
      "<a/>x\n",
    ]) {
      expect(() => parseXml(declaration + wrong), wrong).toThrow();
    }
    expect(textOf(parseXml(`${declaration}<a>1 &lt; 2</a>\n`))).toBe("1 < 2");
  });

  test("are well-formed whatever the findings are", () => {
    fc.assert(
      fc.property(arbitraryReport, (input) => {
        const findings = input.files.flatMap(({ diagnostics }) => diagnostics);
        const checkstyle = parseXml(printCheckstyle(input));
        expect(findElements(checkstyle, "file")).toHaveLength(input.files.length);
        expect(findElements(checkstyle, "error")).toHaveLength(findings.length);
        const junit = parseXml(printJunit(input));
        const failing = findings.filter(({ severity }) => severity !== "info");
        expect(findElements(junit, "testsuite")).toHaveLength(input.files.length);
        expect(findElements(junit, "failure")).toHaveLength(failing.length);
        expect(junit.attributes.failures).toBe(String(failing.length));
        expect(junit.attributes.tests).toBe(String(findElements(junit, "testcase").length));
      }),
      { numRuns: 300 },
    );
  });

  test("keep messages as they are, but for what XML cannot hold", () => {
    fc.assert(
      fc.property(arbitraryReport, (input) => {
        const findings = input.files.flatMap(({ diagnostics }) => diagnostics);
        const shown = findElements(parseXml(printCheckstyle(input)), "error").map(
          (one) => one.attributes.message,
        );
        findings.forEach(({ message }, index) => {
          const unfit = rawControl.test(message.replace(/[\t\r]/g, "")) || /[\ufffe\uffff]/.test(message);
          if (!unfit) expect(shown[index]).toBe(message);
        });
      }),
      { numRuns: 300 },
    );
  });

  // What Jenkins' junit-10.xsd knows of these elements; other readers know more.
  test("JUnit stays within what Jenkins knows", () => {
    const known: Record<string, string[]> = {
      testsuites: ["name", "time", "tests", "failures", "errors"],
      testsuite: [
        "name",
        "tests",
        "failures",
        "errors",
        "skipped",
        "time",
        "timestamp",
        "hostname",
        "id",
        "package",
        "file",
      ],
      testcase: ["name", "time", "classname", "group"],
      failure: ["type", "message"],
      "system-out": [],
    };
    const root = parseXml(printJunit(readFormatsCase()));
    for (const [name, attributes] of Object.entries(known)) {
      for (const element of findElements(root, name)) {
        expect(attributes).toEqual(expect.arrayContaining(Object.keys(element.attributes)));
      }
    }
    for (const suite of findElements(root, "testsuite")) {
      expect(Object.keys(suite.attributes)).toEqual(
        expect.arrayContaining(["name", "tests", "failures", "errors"]),
      );
    }
  });
});
