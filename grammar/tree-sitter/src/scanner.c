#include "tree_sitter/parser.h"

// Order as in `externals` of grammar.js.
enum Token { PIECE, TRIPLE_CLOSE, DOUBLE_CLOSE, IN_ERROR };

void *tree_sitter_modelfile_external_scanner_create(void) { return 0; }
void tree_sitter_modelfile_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_modelfile_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_modelfile_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static bool is_line_end(TSLexer *lexer) {
  return lexer->lookahead == '\n' || lexer->lookahead == '\r' || lexer->eof(lexer);
}

// Looks at a run of quotes, whose first one is taken: whether it closes a value that `needed` quotes opened.
static bool closes(TSLexer *lexer, unsigned needed) {
  unsigned quotes = 1;
  while (lexer->lookahead == '"') {
    quotes++;
    lexer->advance(lexer, false);
  }
  if (quotes != needed) return false;
  lexer->mark_end(lexer);
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') lexer->advance(lexer, false);
  return is_line_end(lexer);
}

// A run that is longer than needed still closes with its last quotes: its first one is given as a piece, so that
// the next call sees one less.
bool tree_sitter_modelfile_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  if (valid[IN_ERROR] || !(valid[TRIPLE_CLOSE] || valid[DOUBLE_CLOSE])) return false;
  unsigned needed = valid[TRIPLE_CLOSE] ? 3 : 1;

  if (lexer->lookahead == '"') {
    lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    lexer->result_symbol = !closes(lexer, needed) ? PIECE : needed == 3 ? TRIPLE_CLOSE : DOUBLE_CLOSE;
    return true;
  }
  if (lexer->eof(lexer)) return false;
  while (lexer->lookahead != '"' && !lexer->eof(lexer)) lexer->advance(lexer, false);
  lexer->mark_end(lexer);
  lexer->result_symbol = PIECE;
  return true;
}
