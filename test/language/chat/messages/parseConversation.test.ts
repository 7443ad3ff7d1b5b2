import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMfError } from "../../../../src/base/errors.js";
import {
  conversationLimits,
  parseConversation,
  parseTools,
  readConversation,
  renderChat,
} from "../../../../src/language/chat/index.js";

function failureOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (isMfError(error, "MF_E_CONVERSATION")) return error.message;
    throw error;
  }
  return "accepted";
}

describe("parseConversation", () => {
  test("takes a request or the list of messages alone, in any case of names, roles in lower case", () => {
    const messages = [{ role: "user", content: "x" }];
    expect(parseConversation('{"MESSAGES":[{"ROLE":"User","content":"x"}]}')).toMatchObject({ messages });
    expect(parseConversation('\ufeff[{"role":"USER","content":"x"}]')).toMatchObject({ messages });
  });

  test("null is as good as absent", () => {
    const text =
      '{"messages":[{"role":null,"content":null,"images":null,"tool_calls":[null]}],"tools":null,"think":null}';
    const { messages, tools, think } = parseConversation(text);
    expect(messages[0]).toMatchObject({ role: "", content: "", toolCalls: [{ name: "" }] });
    expect([tools, think]).toEqual([undefined, undefined]);
  });

  test("decodes images as Go does: padded base64, line breaks allowed", () => {
    const { messages } = parseConversation('[{"images":["aGVs\\nbG8="]}]');
    expect(messages[0]?.images).toEqual([new TextEncoder().encode("hello")]);
  });

  // Each of these Ollama v0.33 refuses too.
  test.each([
    ["{", /^This is not JSON: /],
    ["5", /^The conversation is a number, but must be an object\.$/],
    ['{"messages":{}}', /^`messages` is an object, but must be a list\.$/],
    ['[{"content":[]}]', /^`messages\[0\]\.content` is a list, but must be text\.$/],
    ['[{"images":["aGVsbG8"]}]', /^`messages\[0\]\.images\[0\]` is not base64\.$/],
    [
      '[{"tool_calls":[{"function":{"arguments":"{}"}}]}]',
      /arguments` is a string, but must be an object\.$/,
    ],
    [
      '[{"tool_calls":[{"function":{"arguments":{"a":1e999}}}]}]',
      /arguments\.a` is a number out of range\.$/,
    ],
    ['[{"tool_calls":[{"function":{"index":1.5}}]}]', /index` is a number, but must be a whole number\.$/],
    ['{"think":"none"}', /^`think` is "none", but must be true, false, "high", "medium", "low" or "max"\.$/],
    ['{"tools":[{"function":{"parameters":{"type":["object"]}}}]}', /parameters\.type` is a list/],
    ['{"tools":[{"function":{"parameters":{"properties":{"a":true}}}}]}', /properties\.a` is a boolean/],
  ])("refuses %s", (text, message) => {
    expect(failureOf(() => parseConversation(text))).toMatch(message);
  });

  test("limits messages, items and depth", () => {
    const { maxMessages, maxItems, maxDepth } = conversationLimits;
    expect(failureOf(() => readConversation(Array(maxMessages + 1).fill({})))).toMatch(/more than 10000/);
    const images = Array(maxItems + 1).fill("");
    expect(failureOf(() => readConversation([{ images }]))).toMatch(/more than 10000/);
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
    const call = { function: { arguments: { deep } } };
    expect(failureOf(() => readConversation([{ tool_calls: [call] }]))).toMatch(/nested more than/);
    let property: object = {};
    for (let i = 0; i < maxDepth; i++) property = { anyOf: [property] };
    const tool = { function: { parameters: { properties: { a: property } } } };
    expect(failureOf(() => readConversation({ tools: [tool] }))).toMatch(/nested more than/);
  });

  test("control characters of foreign names don't reach the message", () => {
    const text = '[{"tool_calls":[{"function":{"arguments":{"\\u001b[31m":1e999}}}]}]';
    expect(failureOf(() => parseConversation(text))).not.toContain("\u001b");
  });
});

test("any JSON is either refused or can be rendered", () => {
  const any = fc.jsonValue({ maxDepth: 3 });
  const names = ["role", "content", "images", "tool_calls", "function", "name", "arguments", "parameters"];
  const more = ["properties", "anyOf", "type", "items", "enum", "required", "$defs", "thinking", "index"];
  const near = fc.letrec((tie) => ({
    object: fc.dictionary(fc.constantFrom(...names, ...more), tie("value"), { maxKeys: 4 }),
    value: fc.oneof({ depthSize: "small" }, any, fc.array(tie("object"), { maxLength: 2 }), tie("object")),
  })).object;
  const template = "{{ range .Messages }}{{ . }}{{ json . }}{{ end }}{{ .Tools }}{{ json .Tools }}";
  const list = fc.array(fc.oneof(near, any), { maxLength: 3 });
  fc.assert(
    fc.property(list, list, (messages, tools) => {
      const text = JSON.stringify({ messages, tools });
      const failure = failureOf(() => {
        const result = renderChat({ ...parseConversation(text), template, now: new Date(0) });
        expect(result.kind).toBe("ok");
      });
      expect(failure).toBeTypeOf("string");
    }),
    { numRuns: 500 },
  );
});

test("parseTools takes the list alone", () => {
  expect(parseTools('[{"type":"function","function":{"name":"f"}}]')).toMatchObject([
    { type: "function", function: { name: "f", parameters: { type: "" } } },
  ]);
  expect(parseTools("null")).toBeUndefined();
});
