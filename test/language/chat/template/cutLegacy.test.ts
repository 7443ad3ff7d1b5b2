import { expect, test } from "vitest";
import { cutLegacy, parseChatTemplate } from "../../../../src/language/chat/index.js";
import { printNode } from "../../../../src/language/gotemplate/index.js";

function cut(text: string): string {
  const parsed = parseChatTemplate(text);
  if (parsed.kind === "error") throw new Error(parsed.message);
  const result = cutLegacy(parsed.template.root.root);
  return result.kind === "panic" ? "panic" : printNode(result.root);
}

/** What Go's deleteNode leaves of a tree; the outputs behind these are in the recorded cases. */
test.each([
  ["a{{ .Response }}b", "a{{.Response}}"],
  ["{{ .Prompt }}", "{{.Prompt}}{{.Response}}"],
  ["{{ .X.Response }}b", "{{.X.Response}}"],
  ["{{ $.Response }}b", "{{$.Response}}b"],
  ["{{ (print .Response).X }}b", "{{(print .Response).X}}b{{.Response}}"],
  ['{{ template "x" .Response }}b', '{{template "x" .Response}}b'],
  ["{{ if .Response }}a{{ end }}b", "{{if .Response}}a{{end}}b"],
  ["{{ if .A }}{{ .Response }}a{{ end }}b", "{{if .A}}{{.Response}}{{end}}"],
  ["{{ if .A }}a{{ else }}{{ .Response }}b{{ end }}c", "{{if .A}}a{{else}}{{.Response}}{{end}}"],
  ["{{ if .A }}{{ .Response }}{{ else }}b{{ end }}", "panic"],
  ["{{ range .A }}{{ .Response }}{{ else }}b{{ end }}", "panic"],
  ["a{{ .Response | print }}b", "a"],
  ["{{ print .A .Response .B }}b", "{{print .A .Response}}"],
  ["{{ print .Response .B .Response }}b", "{{print .Response .Response}}"],
  ["{{ print (.Response | print) .B }}b", "{{print}}"],
  ["{{ print (print .Response) .B }}b", "{{print (print .Response)}}"],
  ["{{ $r := .Response }}{{ $r }}", "{{$r := .Response}}"],
])("of %j %j is left", (text, left) => {
  expect(cut(text)).toBe(left);
});
