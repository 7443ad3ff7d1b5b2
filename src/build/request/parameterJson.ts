import { type ParameterValue, printFloat32 } from "../../language/modelfile/parameterValue.js";
import type { JsonValue } from "../../store/goJson.js";

/**
 * A parameter as it ends up in the model. On the way through Ollama's server every number becomes a double: 2^53 + 1
 * does not survive there either.
 */
export function parameterJson(value: ParameterValue): JsonValue {
  switch (value.kind) {
    case "int":
      return Number(value.value);
    case "float":
      return Object.is(value.value, -0) ? -0 : Number(printFloat32(value.value));
    case "bool":
    case "strings":
      return value.value;
  }
}
