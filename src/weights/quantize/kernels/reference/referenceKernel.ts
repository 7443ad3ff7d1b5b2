import type { Kernel } from "../kernel.js";
import { quantizeRows } from "./quantizeRows.js";
import { tryBlockFormat } from "./tryBlockFormat.js";

/** The definition of the bytes, in TypeScript: always there, on the calling thread. */
export const referenceKernel: Kernel = {
  name: "reference",
  supports: (type) => tryBlockFormat(type) !== undefined,
  quantizeRows: async (type, source, rowLength, importance) =>
    quantizeRows(type, source, rowLength, importance),
};
