import { createRequire } from "node:module";

declare const __MF_VERSION__: string | undefined;

/** Put in by the build; read from package.json when the sources run as they are. */
export const version: string =
  typeof __MF_VERSION__ === "string"
    ? __MF_VERSION__
    : (createRequire(import.meta.url)("../../package.json") as { version: string }).version;
