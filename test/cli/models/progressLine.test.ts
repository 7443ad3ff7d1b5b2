import { describe, expect, it } from "vitest";
import { createProgressDrawing } from "../../../src/cli/models/progressLine.js";

function draw(
  isTty: boolean,
  times: readonly number[],
): { text: () => string } & ReturnType<typeof createProgressDrawing> {
  let written = "";
  let call = 0;
  const stderr = {
    write: (text: string) => {
      written += text;
    },
    isTty,
    columns: 60,
  };
  const now = (): Date => new Date(times[Math.min(call++, times.length - 1)] ?? 0);
  return { ...createProgressDrawing({ stderr, now, cwd: "/models" }, false), text: () => written };
}

describe("progress", () => {
  it("is a line a task where nobody watches", () => {
    const { onProgress, text } = draw(false, [0]);
    onProgress({ kind: "start", task: "quantize", label: "/models/a.gguf", totalBytes: 2_000_000 });
    onProgress({ kind: "advance", task: "quantize", doneBytes: 1_000_000 });
    onProgress({ kind: "end", task: "quantize" });
    onProgress({ kind: "notice", message: "by\u0007the way" });
    expect(text()).toBe("quantizing a.gguf (2.0 MB)\nby\\u{7}the way\n");
  });

  it("is one changing line on a terminal, with rate and time left once they mean something", () => {
    const { onProgress, clear, text } = draw(true, [0, 500, 2000]);
    onProgress({ kind: "start", task: "quantize", label: "/models/a.gguf", totalBytes: 4_000_000 });
    onProgress({ kind: "advance", task: "quantize", doneBytes: 1_000_000 });
    onProgress({ kind: "advance", task: "quantize", doneBytes: 2_000_000, item: "blk.0" });
    clear();
    expect(text().split("\r")).toEqual([
      "",
      "quantizing a.gguf\u001b[K",
      "quantizing  25%  1.0 MB of 4.0 MB\u001b[K",
      "quantizing  50%  2.0 MB of 4.0 MB  1.0 MB/s  2 s left  blk.\u001b[K",
      "\u001b[K",
    ]);
  });

  it("is nothing when it is quiet", () => {
    const silent = createProgressDrawing(
      { stderr: { write: () => expect.fail(), isTty: true, columns: 80 }, now: () => new Date(), cwd: "/" },
      true,
    );
    silent.onProgress({ kind: "start", task: "push", label: "x" });
    silent.clear();
  });
});
