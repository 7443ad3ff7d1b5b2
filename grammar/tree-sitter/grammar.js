/**
 * Modelfile for tree-sitter. A value's end is the one thing that patterns cannot tell: a quote closes only where
 * nothing but blanks follows it on its line. src/scanner.c looks for that.
 */
const word = (text) => alias(token(new RegExp([...text].map((c) => `[${c}${c.toLowerCase()}]`).join(""))), text);

export default grammar({
  name: "modelfile",

  extras: () => [],

  externals: ($) => [
    // A piece of quoted text; a quote that is not the closing one is a piece of its own.
    $._piece,
    $._triple_close,
    $._double_close,
    // Never asked for by the grammar: it is valid only while the parser looks for a way out of an error.
    $._in_error,
  ],

  rules: {
    source_file: ($) => seq(optional("\uFEFF"), repeat(seq(optional($._line), $._line_break)), optional($._line)),

    _line: ($) => choice($._blank, seq(optional($._blank), choice($.comment, $._instruction))),

    _line_break: () => /\r?\n|\r/,
    _blank: () => /[ \t]+/,
    comment: () => /#[^\r\n]*/,

    _instruction: ($) =>
      choice(
        $.from_instruction,
        $.parameter_instruction,
        $.template_instruction,
        $.system_instruction,
        $.adapter_instruction,
        $.message_instruction,
        $.license_instruction,
        $.draft_instruction,
        $.renderer_instruction,
        $.parser_instruction,
        $.requires_instruction,
      ),

    from_instruction: ($) => seq(word("FROM"), $._argument),
    template_instruction: ($) => seq(word("TEMPLATE"), $._argument),
    system_instruction: ($) => seq(word("SYSTEM"), $._argument),
    adapter_instruction: ($) => seq(word("ADAPTER"), $._argument),
    license_instruction: ($) => seq(word("LICENSE"), $._argument),
    draft_instruction: ($) => seq(word("DRAFT"), $._argument),
    renderer_instruction: ($) => seq(word("RENDERER"), $._argument),
    parser_instruction: ($) => seq(word("PARSER"), $._argument),
    requires_instruction: ($) => seq(word("REQUIRES"), $._argument),
    // A second blank in front of the name makes the name empty, and the word a part of the value.
    parameter_instruction: ($) =>
      seq(
        word("PARAMETER"),
        $._separator,
        optional(field("name", $.parameter_name)),
        $._separator,
        optional($._blank),
        optional(field("value", choice($.number, $.boolean, $._value))),
        optional($._blank),
      ),
    message_instruction: ($) =>
      seq(
        word("MESSAGE"),
        $._separator,
        field("role", $.role),
        $._separator,
        optional($._blank),
        optional(field("value", $._value)),
        optional($._blank),
      ),
    _separator: () => /[ \t]/,

    // Where the whole value is one these win over unquoted text, as they stand before it here.
    number: () => /[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/,
    boolean: () => choice("true", "false", "True", "False", "TRUE", "FALSE"),

    // Whether it is one is not for colours to say; a wrong character must not cost the rest of the line.
    parameter_name: () => /[^\s"][^\s]*/,
    role: () => choice("system", "user", "assistant"),

    // An empty value leaves only the blank.
    _argument: ($) => seq($._blank, optional(field("value", $._value)), optional($._blank)),
    _value: ($) => choice($.unquoted_value, $.quoted_value, $.triple_quoted_value),
    unquoted_value: () => /[^"\s]([^\r\n]*[^\s])?/,
    quoted_value: ($) => seq('"', optional($.content), alias($._double_close, '"')),
    triple_quoted_value: ($) => seq('"""', optional($.content), alias($._triple_close, '"""')),
    content: ($) => repeat1($._piece),
  },
});
