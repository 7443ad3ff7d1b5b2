import type { Span } from "../../text/span.js";

/** Something that looks like a key. */
export interface FoundSecret {
  /** With its article: `a GitHub token`. */
  readonly kind: string;
  readonly span: Span;
  /** The part that all keys of the kind start with. */
  readonly shown: string;
}

interface SecretShape {
  readonly kind: string;
  /** Must occur in the text for the pattern to be tried. */
  readonly mark: RegExp;
  readonly pattern: RegExp;
}

// Shapes that their owners document, or that GitHub's secret scanning and gitleaks use.
const shapes: readonly SecretShape[] = [
  { kind: "an Anthropic key", mark: /sk-ant-/, pattern: /\bsk-ant-[A-Za-z0-9_-]{20,}/g },
  { kind: "an OpenAI key", mark: /sk-/, pattern: /\bsk-(?!ant-)[A-Za-z0-9_-]{20,}/g },
  { kind: "a GitHub token", mark: /gh[pousr]_/, pattern: /\bgh[pousr]_[A-Za-z0-9]{36,}/g },
  { kind: "a GitHub token", mark: /github_pat_/, pattern: /\bgithub_pat_[A-Za-z0-9_]{50,}/g },
  { kind: "a GitLab token", mark: /glpat-/, pattern: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { kind: "a Hugging Face token", mark: /hf_/, pattern: /\bhf_[A-Za-z0-9]{30,}/g },
  { kind: "an AWS access key", mark: /AKIA/, pattern: /\bAKIA[A-Z0-9]{16}\b/g },
  { kind: "an AWS access key", mark: /ASIA/, pattern: /\bASIA[A-Z0-9]{16}\b/g },
  { kind: "a Google API key", mark: /AIza/, pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { kind: "a Slack token", mark: /xox/, pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/g },
  { kind: "a Stripe key", mark: /k_live_/, pattern: /\b[sr]k_live_[A-Za-z0-9]{20,}/g },
  { kind: "an npm token", mark: /npm_/, pattern: /\bnpm_[A-Za-z0-9]{36}/g },
  { kind: "a PyPI token", mark: /pypi-AgE/, pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/g },
  { kind: "a SendGrid key", mark: /SG\./, pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
  { kind: "a Groq key", mark: /gsk_/, pattern: /\bgsk_[A-Za-z0-9]{40,}/g },
  {
    kind: "a JSON web token",
    mark: /eyJ/,
    pattern: /\beyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,}/g,
  },
  {
    kind: "a private key",
    mark: /PRIVATE KEY-----/,
    pattern: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----[\r\n]+[A-Za-z0-9+/=\r\n]{64,}/g,
  },
];

const prefix =
  /^(?:sk-(?:ant-|proj-)?|[A-Za-z]+_(?:live_|pat_)?|[A-Za-z]+[-.]|AKIA|ASIA|AIza|eyJ|-----BEGIN)/;

/** All marks at once: one pass over a file without keys, which is nearly every file. */
const anyMark = new RegExp(shapes.map(({ mark }) => mark.source).join("|"));

export function findSecrets(text: string): FoundSecret[] {
  if (!anyMark.test(text)) return [];
  return shapes.flatMap(({ kind, mark, pattern }) =>
    mark.test(text)
      ? [...text.matchAll(pattern)]
          .filter(([secret]) => isPlausible(secret))
          .map(({ 0: secret, index }) => ({
            kind,
            span: { start: index, end: index + secret.length },
            shown: `${prefix.exec(secret)?.[0] ?? ""}…`,
          }))
      : [],
  );
}

/** The token that jwt.io shows: half of all documentation has it. */
const sampleToken = "eyJzdWIiOiIxMjM0NTY3ODkw";

/** Documentation has keys of the same shape made of words or of one letter. */
function isPlausible(secret: string): boolean {
  if (/example|sample|your|dummy|placeholder|x{4}|\*{3}|0{6}|1234567/i.test(secret)) return false;
  if (secret.includes(sampleToken)) return false;
  return new Set(secret).size >= 12 && /\d/.test(secret) && /[A-Za-z]/.test(secret);
}
