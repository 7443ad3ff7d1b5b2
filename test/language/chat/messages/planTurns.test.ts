import { expect, test } from "vitest";
import { collateMessages } from "../../../../src/language/chat/messages/collateMessages.js";
import { planTurns } from "../../../../src/language/chat/messages/planTurns.js";

/** `s:x` is a system message x, `u:` and `a:` user and assistant, anything else a role of its own. */
function turnsOf(...messages: readonly string[]): readonly string[] {
  const roles: Readonly<Record<string, string>> = { s: "system", u: "user", a: "assistant" };
  const collated = collateMessages(
    messages.map((message) => {
      const [role = "", content = ""] = message.split(":");
      return { role: roles[role] ?? role, content };
    }),
  );
  return planTurns(collated.messages).map(({ system, prompt, response }) =>
    [system.text, prompt.text, response.text].join("|"),
  );
}

test.each([
  [[], ["||"]],
  [["u:1"], ["|1|"]],
  [
    ["s:0", "u:1", "a:2", "u:3"],
    ["0|1|2", "|3|"],
  ],
  [["u:1", "a:2"], ["|1|2"]],
  [
    ["u:1", "s:0", "u:2"],
    ["|1|", "0|2|"],
  ],
  [["u:1", "a:", "u:2"], ["|2|"]],
  [["u:1", "tool:x", "u:2"], ["|2|"]],
  [["u:1", "u:2", "a:3"], ["|1\n\n2|3"]],
])("%j are the turns %j", (messages, turns) => {
  expect(turnsOf(...messages)).toEqual(turns);
});
