import { isAbsolute } from "node:path";
import { formatBytes } from "../../base/bytes.js";
import type { OnProgress, ProgressEvent } from "../../base/progress.js";
import { printable } from "../../base/redact.js";
import { shownPath } from "../files/readModelfile.js";
import type { Io } from "../io.js";

export interface ProgressDrawing {
  readonly onProgress: OnProgress;
  /** Takes the line away; what is printed next starts on a clean one. */
  clear(): void;
}

/** A terminal's line is drawn anew at most this often. */
const redrawMs = 100;
/** Before this much time the rate is noise. */
const firstEtaMs = 1000;

/** Draws long work on stderr: one line that changes on a terminal, a line per task elsewhere. */
export function createProgressDrawing(
  io: Pick<Io, "stderr" | "now" | "cwd">,
  isQuiet: boolean,
): ProgressDrawing {
  if (isQuiet) return { onProgress: () => {}, clear: () => {} };
  const drawing = io.stderr.isTty ? drawOnTerminal(io) : drawAsLines(io);
  return { ...drawing, onProgress: (event) => drawing.onProgress(withShortLabel(event, io.cwd)) };
}

/** Labels are absolute paths mostly; people read them from where they are. */
function withShortLabel(event: ProgressEvent, cwd: string): ProgressEvent {
  return event.kind === "start" && isAbsolute(event.label)
    ? { ...event, label: shownPath(event.label, cwd) }
    : event;
}

function drawAsLines({ stderr }: Pick<Io, "stderr">): ProgressDrawing {
  const onProgress = (event: ProgressEvent): void => {
    if (event.kind === "start") {
      const size = event.totalBytes === undefined ? "" : ` (${formatBytes(event.totalBytes)})`;
      stderr.write(`${taskWord(event.task)} ${printable(event.label)}${size}\n`);
    } else if (event.kind === "notice") stderr.write(`${printable(event.message)}\n`);
  };
  return { onProgress, clear: () => {} };
}

interface Task {
  readonly name: string;
  readonly label: string;
  readonly totalBytes: number | undefined;
  readonly startedMs: number;
}

function drawOnTerminal({ stderr, now }: Pick<Io, "stderr" | "now">): ProgressDrawing {
  let task: Task | undefined;
  let drawnMs = 0;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stderr.write("\r\u001b[K");
    isDrawn = false;
  };
  const draw = (text: string): void => {
    stderr.write(`\r${text.slice(0, Math.max(0, stderr.columns - 1))}\u001b[K`);
    isDrawn = true;
  };
  const onProgress = (event: ProgressEvent): void => {
    const nowMs = now().getTime();
    switch (event.kind) {
      case "start":
        task = { name: event.task, label: event.label, totalBytes: event.totalBytes, startedMs: nowMs };
        draw(`${taskWord(event.task)} ${printable(event.label)}`);
        return;
      case "advance":
        if (task === undefined || nowMs - drawnMs < redrawMs) return;
        drawnMs = nowMs;
        draw(progressText(task, event.doneBytes, event.item, nowMs - task.startedMs));
        return;
      case "end":
        clear();
        return;
      case "notice":
        clear();
        stderr.write(`${printable(event.message)}\n`);
    }
  };
  return { onProgress, clear };
}

function progressText(task: Task, doneBytes: number, item: string | undefined, elapsedMs: number): string {
  const parts = [taskWord(task.name)];
  if (task.totalBytes) parts.push(`${Math.floor((100 * doneBytes) / task.totalBytes)}%`);
  parts.push(
    task.totalBytes === undefined
      ? formatBytes(doneBytes)
      : `${formatBytes(doneBytes)} of ${formatBytes(task.totalBytes)}`,
  );
  if (elapsedMs >= firstEtaMs) {
    const perSecond = (doneBytes * 1000) / elapsedMs;
    parts.push(`${formatBytes(perSecond)}/s`);
    if (task.totalBytes !== undefined && perSecond > 0) {
      parts.push(`${printDuration((task.totalBytes - doneBytes) / perSecond)} left`);
    }
  }
  if (item !== undefined) parts.push(printable(item));
  return parts.join("  ");
}

export function printDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const words: Readonly<Record<string, string>> = {
  quantize: "quantizing",
  store: "storing",
  verify: "verifying",
  push: "pushing",
  pull: "pulling",
};

function taskWord(task: string): string {
  return words[task] ?? task;
}
