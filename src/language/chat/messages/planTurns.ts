import type { CollatedMessage } from "./collateMessages.js";

/** One rendering of a template that knows no `.Messages`: what its three variables hold. */
export interface Turn {
  readonly system: TurnText;
  readonly prompt: TurnText;
  readonly response: TurnText;
}

export interface TurnText {
  readonly text: string;
  /** Indexes of the messages that the text is from. */
  readonly sources: readonly number[];
}

const nothing: TurnText = { text: "", sources: [] };
const emptyTurn: Turn = { system: nothing, prompt: nothing, response: nothing };

/**
 * Splits a conversation into turns: a new one begins at a user message when a response is pending, at a
 * system message when anything is. The last may end in a pending response, which is then gone on with. Roles
 * besides the three are passed over, and of two messages of a role in one turn the later wins.
 */
export function planTurns(messages: readonly CollatedMessage[]): readonly [...Turn[], Turn] {
  const done: Turn[] = [];
  let turn = emptyTurn;
  const begin = (isPending: boolean): void => {
    if (!isPending) return;
    done.push(turn);
    turn = emptyTurn;
  };
  for (const { message, sources } of messages) {
    const text: TurnText = { text: message.content, sources };
    switch (message.role) {
      case "system":
        begin(turn.prompt.text !== "" || turn.response.text !== "");
        turn = { ...turn, system: text };
        break;
      case "user":
        begin(turn.response.text !== "");
        turn = { ...turn, prompt: text };
        break;
      case "assistant":
        turn = { ...turn, response: text };
        break;
    }
  }
  return [...done, turn];
}
