import {
  encodeGoText,
  errorType,
  funcOf,
  type GoMethod,
  type GoType,
  type GoValue,
  goInteger,
  goSlice,
  sliceOf,
  stringMethodType,
  toWellFormed,
  tryPrintJson,
  tryText,
  uint8Type,
} from "../../gotemplate/index.js";

export function textMethod(name: string, call: (receiver: GoValue) => string): GoMethod {
  return { name, type: stringMethodType, onPointer: false, call };
}

/** A method that only a pointer has; it may be nil. */
export function pointerMethod(
  name: string,
  signature: { readonly parameters?: readonly GoType[]; readonly results: readonly GoType[] },
  call: (target: GoValue) => GoValue,
): GoMethod {
  const targetOf = (receiver: GoValue): GoValue =>
    typeof receiver === "object" && receiver.kind === "pointer" ? receiver.target : receiver;
  return { name, type: funcOf(signature), onPointer: true, call: (receiver) => call(targetOf(receiver)) };
}

/** `String` as the JSON of a value; `ofNil` is what a nil map gives in its place. */
export function jsonStringMethod(ofNil?: string): GoMethod {
  return textMethod("String", (value) => {
    const isNilMap = typeof value === "object" && value.kind === "map" && value.entries === undefined;
    return isNilMap && ofNil !== undefined ? ofNil : (tryPrintJson(value) ?? "");
  });
}

const bytesType = sliceOf(uint8Type);
const marshalType = funcOf({ results: [bytesType, errorType] });

/** `MarshalJSON`, which a template can call too: `printf "%s" .Properties.MarshalJSON`. */
export function marshalMethod(marshal: (receiver: GoValue) => string): GoMethod {
  const call = (receiver: GoValue): GoValue =>
    goSlice(bytesType, byteValues(encodeGoText(marshal(receiver))));
  return { name: "MarshalJSON", type: marshalType, onPointer: false, call };
}

const uint8Values: readonly GoValue[] = Array.from({ length: 256 }, (_, byte) => goInteger(uint8Type, byte));

export function byteValues(bytes: Uint8Array): readonly GoValue[] {
  return Array.from(bytes, (byte) => uint8Values[byte]);
}

/** Any text of ours as Go could hold it: what is no character becomes U+FFFD, as in Go's JSON decoder. */
export function goText(text: string | undefined): string {
  return text === undefined ? "" : toWellFormed(text);
}

export function textOf(value: GoValue): string {
  return tryText(value) ?? "";
}
