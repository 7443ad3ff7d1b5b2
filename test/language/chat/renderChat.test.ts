import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ChatPromptRequest,
  type ChatTemplate,
  type Message,
  type PromptResult,
  parseChatTemplate,
  renderChat,
  renderGenerate,
} from "../../../src/language/chat/index.js";

const now = new Date(2024, 0, 1, 0, 30);

function render(template: ChatTemplate | string, request: Partial<ChatPromptRequest> = {}): PromptResult {
  return renderChat({ template, messages: [{ role: "user", content: "Hi" }], now, ...request });
}

function user(content: string): Message {
  return { role: "user", content };
}

function assistant(content: string): Message {
  return { role: "assistant", content };
}

describe("renderChat", () => {
  test("tells a template that does not parse", () => {
    const message = "template: :1: unexpected EOF";
    expect(render("{{ if .System }}")).toMatchObject({ kind: "error", reason: "parse", message });
  });

  test("prints the injected day, and the day before across the year's end", () => {
    expect(render('{{ currentDate }} {{ yesterdayDate "%d" }}{{ with .Messages }}{{ end }}')).toMatchObject({
      text: "2024-01-01 2023-12-31",
    });
  });

  test("a crash of Ollama is an error that says so", () => {
    expect(render("{{ if .Prompt }}{{ .Response }}{{ else }}x{{ end }}")).toMatchObject({
      kind: "error",
      reason: "panic",
      panic: "interface conversion: parse.Node is nil, not *parse.ListNode",
      message: expect.stringMatching(/^Ollama crashes/),
    });
  });

  test("a limit is told apart from Ollama's own errors", () => {
    const endless =
      '{{ define "x" }}{{ template "x" . }}y{{ template "x" . }}{{ end }}{{ template "x" .Messages }}';
    expect(render(endless, { limits: { maxSteps: 1000 } })).toMatchObject({
      reason: "limit",
      limit: "steps",
    });
    const long = {
      messages: [user("x".repeat(50)), assistant("y"), user("z")],
      limits: { maxOutputLength: 60 },
    };
    expect(render("{{ .Prompt }}{{ .Prompt }}{{ .Response }}", long)).toMatchObject({
      reason: "limit",
      limit: "output",
    });
  });

  test("turns share the steps: ten thousand of them end in time", () => {
    const messages = Array.from({ length: 5000 }, (_, i) => [user(`u${i}`), assistant(`a${i}`)]).flat();
    const wasteful = "{{ range 100000 }}{{ end }}{{ .Prompt }}{{ .Response }}";
    expect(render(wasteful, { messages })).toMatchObject({ reason: "limit", limit: "steps" });
    expect(render("{{ .Prompt }}{{ .Response }}", { messages }).kind).toBe("ok");
  });

  test("the images go along, numbered over all messages", () => {
    const [a, b, c] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
    const messages = [
      { ...user("see [img] and"), images: [a, b] },
      assistant("ok"),
      { ...user("$& [img][img]"), images: [c] },
    ];
    expect(
      render("{{ range .Messages }}{{ .Content }}/{{ len .Images }};{{ end }}", { messages }),
    ).toMatchObject({
      text: "[img-1]see [img-0] and/2;ok/0;$& [img-2][img]/1;",
      media: [a, b, c],
    });
  });

  test("one parsed template serves several days", () => {
    const parsed = parseChatTemplate("{{ currentDate }}{{ with .Messages }}{{ end }}");
    if (parsed.kind === "error") throw new Error(parsed.message);
    const { template } = parsed;
    expect(render(template)).toMatchObject({ text: "2024-01-01" });
    expect(render(template, { now: new Date(2031, 11, 31) })).toMatchObject({ text: "2031-12-31" });
  });
});

describe("losses", () => {
  test("merged messages lose all but their text", () => {
    const messages = [
      user("a"),
      { ...user("b"), images: [Uint8Array.of(1)] },
      { ...user("c"), thinking: "hm", toolCalls: [{ name: "f" }] },
    ];
    const result = render("{{ range .Messages }}{{ .Content }}{{ end }}", { messages });
    expect(result).toMatchObject({
      text: "a\n\n[img-0]b\n\nc",
      losses: [
        { kind: "merged", message: 1, into: 0, lost: ["images"] },
        { kind: "merged", message: 2, into: 0, lost: ["thinking", "toolCalls"] },
      ],
    });
  });

  test("a template without messages sees three roles, their texts, and the last of a turn", () => {
    const messages = [
      user("a"),
      { role: "tool", content: "b" },
      { ...user("c"), thinking: "hm" },
      { role: "developer", content: "d" },
      assistant("e"),
    ];
    const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
    expect(render("{{ .Prompt }}>{{ .Response }}", { messages, tools })).toMatchObject({
      text: "c>e",
      losses: [
        { kind: "overwritten", message: 0 },
        { kind: "role", message: 1, role: "tool" },
        { kind: "parts", message: 2, lost: ["thinking"] },
        { kind: "role", message: 3, role: "developer" },
        { kind: "tools" },
      ],
    });
  });
});

describe("pieces", () => {
  const messages = [
    { role: "system", content: "S" },
    user("u"),
    user("v"),
    { ...assistant("a"), toolCalls: [{ name: "f", arguments: { x: 1 } }] },
  ];

  function piecesOf(template: string): readonly (readonly [string, readonly number[]])[] {
    const result = render(template, { messages, explain: true });
    if (result.kind === "error") throw new Error(result.message);
    return (result.pieces ?? []).map(({ start, end, messages: from }) => [
      result.text.slice(start, end),
      from,
    ]);
  }

  test("each says which messages it is from", () => {
    const template =
      "{{ .System }}!{{ range slice .Messages 1 }}<{{ .Content }}{{ range .ToolCalls }}{{ .Function.Name }}{{ end }}>{{ end }}";
    expect(piecesOf(template)).toEqual([
      ["S", [0]],
      ["!", []],
      ["<", [1, 2]],
      ["u\n\nv", [1, 2]],
      [">", [1, 2]],
      ["<", [3]],
      ["a", [3]],
      ["f", [3]],
      [">", [3]],
    ]);
  });

  test("what is deep inside a message is the message's", () => {
    const template =
      "{{ range $.Messages }}{{ range .ToolCalls }}{{ range $k, $v := .Function.Arguments }}{{ $k }}={{ $v }}{{ end }}{{ end }}{{ end }}";
    expect(piecesOf(template)).toEqual([
      ["x", [3]],
      ["=", [3]],
      ["1", [3]],
    ]);
  });

  test("of turns they name the variable's message, and for all else the turn's", () => {
    expect(piecesOf("{{ .System }}|{{ .Prompt }}|{{ .Response }}")).toEqual([
      ["S", [0]],
      ["|", [0, 1, 2, 3]],
      ["u\n\nv", [1, 2]],
      ["|", [0, 1, 2, 3]],
      ["a", [3]],
    ]);
  });

  test("they cover the prompt without gap or overlap", () => {
    const role = fc.constantFrom("system", "user", "assistant", "tool");
    const conversation = fc.array(fc.record({ role, content: fc.string({ maxLength: 4 }) }), {
      maxLength: 8,
    });
    const templates = [
      "{{ .System }}[{{ .Prompt }}]{{ if .Response }}{{ .Response }}{{ end }}.",
      "{{ range .Messages }}{{ .Role }}:{{ .Content }}{{ if .Thinking }}x{{ end }}{{ end }}{{ .System }}",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...templates), conversation, (template, messages) => {
        const result = render(template, { messages, explain: true });
        if (result.kind === "error") throw new Error(result.message);
        let end = 0;
        for (const piece of result.pieces ?? []) {
          expect(piece.start).toBe(end);
          end = piece.end;
        }
        expect(end).toBe(result.text.length);
        expect(render(template, { messages })).toMatchObject({ text: result.text });
      }),
    );
  });
});

describe("renderGenerate", () => {
  test("with a suffix the template sees neither system nor messages", () => {
    const template = "{{ .System }}<{{ .Prompt }}|{{ .Suffix }}>{{ .Messages }}";
    expect(renderGenerate({ template, now, prompt: "a", suffix: "b", system: "s" })).toMatchObject({
      text: "<no value><a|b><no value>",
    });
  });

  test("without one it is a chat of a system and a user message, with an empty list of tools", () => {
    const template = "{{ range .Messages }}{{ .Role }}={{ .Content }};{{ end }}{{ .Tools }}";
    expect(renderGenerate({ template, now, prompt: "a", system: "s" })).toMatchObject({
      text: "system=s;user=a;[]",
    });
  });
});
