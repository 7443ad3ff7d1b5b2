(quoted_value) @fold

(triple_quoted_value) @fold
