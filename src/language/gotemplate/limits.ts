/** How far a template may be nested when it is parsed; what walks a tree recurses this deep. */
export interface ParseLimits {
  /** Parentheses and blocks around any place. Go allows 10000 parentheses and endless blocks; each level of
   * ours takes several frames of a stack of about 1 MB, and no chat template comes near. */
  readonly maxDepth: number;
}

export const defaultParseLimits: ParseLimits = { maxDepth: 400 };

/** What one rendering may use. A template is foreign code: each of these ends it with an error, never a hang. */
export interface RenderLimits {
  /** UTF-16 units of output, and of any text made on the way: a prompt of a million tokens has about 4 Mi. */
  readonly maxOutputLength: number;
  /** Units of work: an instruction, or some text handled by a function. 20 million take about a second. */
  readonly maxSteps: number;
  /** Turns of one `range`. */
  readonly maxRangeLength: number;
  /** `template` calls inside each other; 100000 is Go's own limit, and its error names it. */
  readonly maxTemplateDepth: number;
  /** Lists, maps and structs inside each other when a value is printed or compared. */
  readonly maxValueDepth: number;
}

export const defaultRenderLimits: RenderLimits = {
  maxOutputLength: 16 * 1024 * 1024,
  maxSteps: 20_000_000,
  maxRangeLength: 10_000_000,
  maxTemplateDepth: 100_000,
  maxValueDepth: 500,
};
