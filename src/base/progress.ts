/**
 * What long work says about itself. Rooms emit these through a callback that they are handed;
 * only `cli/` draws them.
 */
export type ProgressEvent =
  | { readonly kind: "start"; readonly task: string; readonly label: string; readonly totalBytes?: number }
  | { readonly kind: "advance"; readonly task: string; readonly doneBytes: number; readonly item?: string }
  | { readonly kind: "end"; readonly task: string; readonly summary?: string }
  | { readonly kind: "notice"; readonly message: string };

export type OnProgress = (event: ProgressEvent) => void;

export const ignoreProgress: OnProgress = () => {};
