import { describe, expect, test } from "vitest";
import { type ChatTemplate, parseChatTemplate } from "../../../../src/language/chat/index.js";

function parse(text: string): ChatTemplate {
  const parsed = parseChatTemplate(text);
  if (parsed.kind === "error") throw new Error(parsed.message);
  return parsed.template;
}

describe("parseChatTemplate", () => {
  test("collects names in lower case, not those that are declared or in a chain", () => {
    expect(parse("{{ $X := .A.B }}{{ (print .C).D }}{{ .Response }}").variables).toEqual([
      "a",
      "b",
      "response",
    ]);
  });

  test.each([
    ["{{ .Prompt }}", true],
    ["{{ .response }}", false],
    ["{{ $.Messages }}", false],
    ['{{ define "x" }}{{ .Messages }}{{ end }}', false],
    ["", true],
  ])("appends .Response to %j: %s", (text, appends) => {
    expect(parse(text).appendsResponse).toBe(appends);
  });

  test("a template called with nothing is refused where it stands", () => {
    expect(parseChatTemplate('a\n{{ define "x" }}{{ end }}{{ template "x" }}')).toEqual({
      kind: "error",
      message: "undefined template specified",
      offset: 27,
      line: 2,
    });
  });
});
