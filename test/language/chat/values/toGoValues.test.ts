import { expect, test } from "vitest";
import { parseConversation, renderChat } from "../../../../src/language/chat/index.js";

const conversation = parseConversation(
  JSON.stringify({
    messages: [
      {
        role: "assistant",
        content: "\ud800",
        images: ["aGk=", ""],
        tool_calls: [{ function: { name: "f", arguments: { b: [1, 1e6], a: "<\u2028>" } } }, {}],
      },
    ],
    tools: [
      {
        function: {
          parameters: {
            properties: {
              p: {
                type: ["integer", "null"],
                properties: { z: { type: "string" }, "\b\f": {} },
              },
              n: { type: null },
              e: { type: [] },
            },
          },
        },
      },
    ],
  }),
);

/** Expected texts are those of Ollama v0.33's packages for the same request. */
test.each([
  ["range .Messages", "{{ .Images }}", "[[104 105] []]"],
  ["range .Messages", "{{ json .Images }}", '["aGk=",""]'],
  ["range .Messages", "{{ .Content }}", "[img-0][img-1]\ufffd"],
  [
    "range (index .Messages 0).ToolCalls",
    "{{ .Function.Arguments }};",
    '{"a":"\\u003c\\u2028\\u003e","b":[1,1000000]};{};',
  ],
  [
    "range (index .Messages 0).ToolCalls",
    "{{ json .Function.Arguments }};",
    '{"a":"\\u003c\\u2028\\u003e","b":[1,1000000]};null;',
  ],
  ["range (index (index .Messages 0).ToolCalls 0).Function.Arguments", "{{ . }};", "<\u2028>;[1 1e+06];"],
  [
    "with (index .Tools 0).Function.Parameters.Properties.p",
    "{{ .Type }} {{ json .Type }}",
    '[integer null] ["integer","null"]',
  ],
  ["with (index .Tools 0).Function.Parameters.Properties.p", "{{ toTypeScriptType . }}", "number | null"],
  ["with (index .Tools 0).Function.Parameters.Properties.p", "{{ .ToTypeScriptType }}", "number | null"],
  [
    "with (index .Tools 0).Function.Parameters.Properties.p",
    "{{ json .Properties }}",
    '{"z":{"type":"string"},"\\u0008\\u000c":{}}',
  ],
  [
    "with (index .Tools 0).Function.Parameters.Properties.p",
    "{{ range $k, $v := .Properties.All }}{{ $v.Type }};{{ end }}",
    "string;;",
  ],
  ["with (index .Tools 0).Function.Parameters.Properties.p", "{{ .Properties.Len }}", "2"],
  ["with (index .Tools 0).Function.Parameters.Properties.n", "{{ json . }}", '{"type":""}'],
  ["with (index .Tools 0).Function.Parameters.Properties.e", "{{ json . }}", "{}"],
  ["with .Tools", '{{ printf "%T" . }} {{ toTypeScriptType . }}', "template.templateTools any"],
])("{{ %s }}%s", (block, body, text) => {
  const template = `{{ ${block} }}${body}{{ end }}{{ with .Messages }}{{ end }}`;
  expect(renderChat({ ...conversation, template, now: new Date(0) })).toMatchObject({ kind: "ok", text });
});
