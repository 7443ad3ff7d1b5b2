(comment) @comment

[
  "FROM"
  "PARAMETER"
  "TEMPLATE"
  "SYSTEM"
  "ADAPTER"
  "MESSAGE"
  "LICENSE"
  "DRAFT"
  "RENDERER"
  "PARSER"
  "REQUIRES"
] @keyword

(parameter_name) @property

(role) @constant.builtin

(number) @number

(boolean) @boolean

(unquoted_value) @string

(content) @string

[
  "\""
  "\"\"\""
] @punctuation.delimiter
