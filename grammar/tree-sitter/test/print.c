// Prints what the parser makes of standard input: the tree as an S-expression on the first line, then, when a file
// of queries is named, a line for each capture: where it starts and ends in bytes, and its name.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_modelfile(void);

static char *read_all(FILE *file, uint32_t *length) {
  size_t capacity = 1 << 16, size = 0;
  char *text = malloc(capacity);
  for (size_t got; (got = fread(text + size, 1, capacity - size, file)) > 0;) {
    size += got;
    if (size == capacity) text = realloc(text, capacity *= 2);
  }
  *length = (uint32_t)size;
  return text;
}

static int print_captures(TSNode root, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return fprintf(stderr, "cannot read %s\n", path), 1;
  uint32_t length, error_offset;
  TSQueryError error;
  char *source = read_all(file, &length);
  fclose(file);
  TSQuery *query = ts_query_new(tree_sitter_modelfile(), source, length, &error_offset, &error);
  if (!query) return fprintf(stderr, "%s: error %d at byte %u\n", path, error, error_offset), 1;
  TSQueryCursor *cursor = ts_query_cursor_new();
  ts_query_cursor_exec(cursor, query, root);
  TSQueryMatch match;
  for (uint32_t index; ts_query_cursor_next_capture(cursor, &match, &index);) {
    TSQueryCapture capture = match.captures[index];
    uint32_t name_length;
    const char *name = ts_query_capture_name_for_id(query, capture.index, &name_length);
    printf("%u %u %.*s\n", ts_node_start_byte(capture.node), ts_node_end_byte(capture.node), (int)name_length, name);
  }
  ts_query_cursor_delete(cursor);
  ts_query_delete(query);
  return 0;
}

int main(int argc, char **argv) {
  uint32_t length;
  char *text = read_all(stdin, &length);
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, tree_sitter_modelfile())) return fprintf(stderr, "wrong ABI\n"), 1;
  TSTree *tree = ts_parser_parse_string(parser, NULL, text, length);
  TSNode root = ts_tree_root_node(tree);
  char *shown = ts_node_string(root);
  puts(shown);
  free(shown);
  int result = argc > 1 ? print_captures(root, argv[1]) : 0;
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  free(text);
  return result;
}
