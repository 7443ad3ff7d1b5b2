import { MfError, type MfErrorOptions } from "../base/errors.js";
import { printable, redactSecrets } from "../base/redact.js";

export type RegistryErrorCode =
  | "MF_E_REGISTRY_NOT_FOUND"
  | "MF_E_REGISTRY_DENIED"
  | "MF_E_REGISTRY_BUSY"
  | "MF_E_REGISTRY_REFUSED"
  | "MF_E_REGISTRY_UNREACHABLE"
  | "MF_E_REGISTRY_PROTOCOL";

/** Whether the same request may succeed later: told by the code, so that it survives wrapping. */
export function isTemporary(error: unknown): boolean {
  return error instanceof MfError && error.details.temporary === true;
}

export function registryError(
  code: RegistryErrorCode,
  message: string,
  options: MfErrorOptions & { temporary?: boolean } = {},
): MfError {
  const { temporary = false, details, ...rest } = options;
  return new MfError(code, message, { ...rest, details: { ...details, temporary } });
}

/** What a registry's answer with an error status means. */
export function errorOfStatus(status: number, what: string, body: string): MfError {
  const said = printable(redactSecrets(messageIn(body)), 300);
  const text = `${what}: the registry answers ${status}${said ? `: ${said}` : ""}`;
  const details = { status };
  if (status === 404) return registryError("MF_E_REGISTRY_NOT_FOUND", text, { details });
  if (status === 401 || status === 403) {
    return registryError("MF_E_REGISTRY_DENIED", text, {
      details,
      hint: "Log in, or check that the account may do this.",
    });
  }
  if (status === 429 || status >= 500)
    return registryError("MF_E_REGISTRY_BUSY", text, { details, temporary: true });
  return registryError("MF_E_REGISTRY_REFUSED", text, { details });
}

/** The readable part of `{"errors":[{"code","message"}]}` (OCI distribution 1.1) or of plain text. */
function messageIn(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: { code?: unknown; message?: unknown }[] };
    const texts = errors?.map(({ code, message }) =>
      [code, message].filter((one) => typeof one === "string").join(" "),
    );
    if (texts && texts.length > 0) return texts.join("; ");
  } catch {
    // Not JSON: shown as it is.
  }
  return body.trim();
}
