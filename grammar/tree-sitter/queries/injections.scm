; The template is Go's text/template, for which editors have a grammar called gotmpl.
(template_instruction
  value: (_
    (content) @injection.content)
  (#set! injection.language "gotmpl"))

(template_instruction
  value: (unquoted_value) @injection.content
  (#set! injection.language "gotmpl"))
