/** How the parts of a report look. Whoever owns the terminal fills it in; here nothing knows of colours. */
export interface Style {
  error(text: string): string;
  warning(text: string): string;
  info(text: string): string;
  /** What a fix writes, and the word that announces it. */
  added(text: string): string;
  removed(text: string): string;
  /** Line numbers and the rule beside them. */
  gutter(text: string): string;
  /** Places that belong to the story. */
  related(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
  link(text: string, uri: string): string;
}

const asIs = (text: string): string => text;

export const plainStyle: Style = {
  error: asIs,
  warning: asIs,
  info: asIs,
  added: asIs,
  removed: asIs,
  gutter: asIs,
  related: asIs,
  bold: asIs,
  dim: asIs,
  link: asIs,
};
