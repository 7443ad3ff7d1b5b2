// Written by scripts/write-rule-list.ts from the files in rules/.
import type { Rule } from "./rule.js";
import { blankSystem } from "./rules/conversation/blankSystem.js";
import { emptyMessage } from "./rules/conversation/emptyMessage.js";
import { emptySystem } from "./rules/conversation/emptySystem.js";
import { endsWithUser } from "./rules/conversation/endsWithUser.js";
import { fileReferenceInValue } from "./rules/conversation/fileReferenceInValue.js";
import { invalidRole } from "./rules/conversation/invalidRole.js";
import { lateSystemMessage } from "./rules/conversation/lateSystemMessage.js";
import { placeholderSystem } from "./rules/conversation/placeholderSystem.js";
import { replacedInstruction } from "./rules/conversation/replacedInstruction.js";
import { rolesNotAlternating } from "./rules/conversation/rolesNotAlternating.js";
import { systemLongerThanContext } from "./rules/conversation/systemLongerThanContext.js";
import { systemNotInTemplate } from "./rules/conversation/systemNotInTemplate.js";
import { systemTwice } from "./rules/conversation/systemTwice.js";
import { templateNoSystem } from "./rules/conversation/templateNoSystem.js";
import { templateSyntaxInSystem } from "./rules/conversation/templateSyntaxInSystem.js";
import { adapterBaseMismatch } from "./rules/from/adapterBaseMismatch.js";
import { adapterKind } from "./rules/from/adapterKind.js";
import { adapterMissing } from "./rules/from/adapterMissing.js";
import { directoryWithoutWeights } from "./rules/from/directoryWithoutWeights.js";
import { draftMissing } from "./rules/from/draftMissing.js";
import { draftSameAsFrom } from "./rules/from/draftSameAsFrom.js";
import { emptyFrom } from "./rules/from/emptyFrom.js";
import { fromFilesAndName } from "./rules/from/fromFilesAndName.js";
import { fromPathMissing } from "./rules/from/fromPathMissing.js";
import { fromShadowsModel } from "./rules/from/fromShadowsModel.js";
import { globCharactersInPath } from "./rules/from/globCharactersInPath.js";
import { invalidModelName } from "./rules/from/invalidModelName.js";
import { machinePath } from "./rules/from/machinePath.js";
import { missingFrom } from "./rules/from/missingFrom.js";
import { pathLeavesProject } from "./rules/from/pathLeavesProject.js";
import { peftFolder } from "./rules/from/peftFolder.js";
import { placeholderFrom } from "./rules/from/placeholderFrom.js";
import { pytorchWeights } from "./rules/from/pytorchWeights.js";
import { severalAdapters } from "./rules/from/severalAdapters.js";
import { severalFromNames } from "./rules/from/severalFromNames.js";
import { splitPartMissing } from "./rules/from/splitPartMissing.js";
import { symlinkRefused } from "./rules/from/symlinkRefused.js";
import { unpinnedTag } from "./rules/from/unpinnedTag.js";
import { untaggedHfModel } from "./rules/from/untaggedHfModel.js";
import { urlAsFrom } from "./rules/from/urlAsFrom.js";
import { duplicateLicense } from "./rules/metadata/duplicateLicense.js";
import { emptyLicense } from "./rules/metadata/emptyLicense.js";
import { instructionTooNew } from "./rules/metadata/instructionTooNew.js";
import { invalidRequires } from "./rules/metadata/invalidRequires.js";
import { licenseIsAPath } from "./rules/metadata/licenseIsAPath.js";
import { licenseNotRecognised } from "./rules/metadata/licenseNotRecognised.js";
import { missingLicense } from "./rules/metadata/missingLicense.js";
import { rendererOverridesTemplate } from "./rules/metadata/rendererOverridesTemplate.js";
import { rendererWithoutParser } from "./rules/metadata/rendererWithoutParser.js";
import { requiresTooLow } from "./rules/metadata/requiresTooLow.js";
import { unknownParser } from "./rules/metadata/unknownParser.js";
import { unknownRenderer } from "./rules/metadata/unknownRenderer.js";
import { blankStop } from "./rules/parameter/blankStop.js";
import { conflictingSamplers } from "./rules/parameter/conflictingSamplers.js";
import { defaultValue } from "./rules/parameter/defaultValue.js";
import { deprecatedParameter } from "./rules/parameter/deprecatedParameter.js";
import { draftParameterWithoutDraft } from "./rules/parameter/draftParameterWithoutDraft.js";
import { duplicateParameter } from "./rules/parameter/duplicateParameter.js";
import { duplicateStop } from "./rules/parameter/duplicateStop.js";
import { emptyStop } from "./rules/parameter/emptyStop.js";
import { integerLosesPrecision } from "./rules/parameter/integerLosesPrecision.js";
import { literalEscapeInStop } from "./rules/parameter/literalEscapeInStop.js";
import { notAFiniteNumber } from "./rules/parameter/notAFiniteNumber.js";
import { numCtxAboveModel } from "./rules/parameter/numCtxAboveModel.js";
import { numCtxTooSmall } from "./rules/parameter/numCtxTooSmall.js";
import { numPredictAboveContext } from "./rules/parameter/numPredictAboveContext.js";
import { parameterIsInstruction } from "./rules/parameter/parameterIsInstruction.js";
import { parameterOutOfRange } from "./rules/parameter/parameterOutOfRange.js";
import { repeatWindowWithoutPenalty } from "./rules/parameter/repeatWindowWithoutPenalty.js";
import { stopEndsToolCall } from "./rules/parameter/stopEndsToolCall.js";
import { stopLookalike } from "./rules/parameter/stopLookalike.js";
import { stopNotInTemplate } from "./rules/parameter/stopNotInTemplate.js";
import { stopReplacesInherited } from "./rules/parameter/stopReplacesInherited.js";
import { stopWithStrayQuotes } from "./rules/parameter/stopWithStrayQuotes.js";
import { unknownParameter } from "./rules/parameter/unknownParameter.js";
import { wrongParameterType } from "./rules/parameter/wrongParameterType.js";
import { backslashPath } from "./rules/portability/backslashPath.js";
import { machineSpecificParameter } from "./rules/portability/machineSpecificParameter.js";
import { mixedCaseName } from "./rules/portability/mixedCaseName.js";
import { malformedPragma } from "./rules/pragma/malformedPragma.js";
import { pragmaNotAllowed } from "./rules/pragma/pragmaNotAllowed.js";
import { pragmaWithoutReason } from "./rules/pragma/pragmaWithoutReason.js";
import { unknownRuleInPragma } from "./rules/pragma/unknownRuleInPragma.js";
import { unusedPragma } from "./rules/pragma/unusedPragma.js";
import { bidirectionalControl } from "./rules/security/bidirectionalControl.js";
import { credentialsInUrl } from "./rules/security/credentialsInUrl.js";
import { plainHttpRegistry } from "./rules/security/plainHttpRegistry.js";
import { privateAddress } from "./rules/security/privateAddress.js";
import { secretInValue } from "./rules/security/secretInValue.js";
import { userNameInPath } from "./rules/security/userNameInPath.js";
import { indentedInstruction } from "./rules/style/indentedInstruction.js";
import { instructionOrder } from "./rules/style/instructionOrder.js";
import { longLine } from "./rules/style/longLine.js";
import { lowerCaseInstruction } from "./rules/style/lowerCaseInstruction.js";
import { missingFinalNewline } from "./rules/style/missingFinalNewline.js";
import { showDumpLeftover } from "./rules/style/showDumpLeftover.js";
import { badParameterName } from "./rules/syntax/badParameterName.js";
import { byteOrderMark } from "./rules/syntax/byteOrderMark.js";
import { commentInValue } from "./rules/syntax/commentInValue.js";
import { crlfInTemplate } from "./rules/syntax/crlfInTemplate.js";
import { droppedCharacter } from "./rules/syntax/droppedCharacter.js";
import { foreignFile } from "./rules/syntax/foreignFile.js";
import { inlineComment } from "./rules/syntax/inlineComment.js";
import { invalidUtf8 } from "./rules/syntax/invalidUtf8.js";
import { invisibleBeforeInstruction } from "./rules/syntax/invisibleBeforeInstruction.js";
import { lineContinuation } from "./rules/syntax/lineContinuation.js";
import { markdownFence } from "./rules/syntax/markdownFence.js";
import { missingArgument } from "./rules/syntax/missingArgument.js";
import { nulCharacter } from "./rules/syntax/nulCharacter.js";
import { singleQuotedValue } from "./rules/syntax/singleQuotedValue.js";
import { swallowedInstruction } from "./rules/syntax/swallowedInstruction.js";
import { textAfterClosingQuote } from "./rules/syntax/textAfterClosingQuote.js";
import { unclosedQuote } from "./rules/syntax/unclosedQuote.js";
import { unknownInstruction } from "./rules/syntax/unknownInstruction.js";
import { utf16Encoding } from "./rules/syntax/utf16Encoding.js";

export const rules: readonly Rule[] = [
  unknownInstruction,
  missingArgument,
  unclosedQuote,
  textAfterClosingQuote,
  swallowedInstruction,
  droppedCharacter,
  crlfInTemplate,
  byteOrderMark,
  utf16Encoding,
  nulCharacter,
  invalidUtf8,
  foreignFile,
  markdownFence,
  singleQuotedValue,
  inlineComment,
  lineContinuation,
  badParameterName,
  commentInValue,
  invisibleBeforeInstruction,
  missingFrom,
  emptyFrom,
  severalFromNames,
  fromPathMissing,
  fromShadowsModel,
  invalidModelName,
  unpinnedTag,
  directoryWithoutWeights,
  splitPartMissing,
  symlinkRefused,
  machinePath,
  pathLeavesProject,
  adapterKind,
  adapterBaseMismatch,
  severalAdapters,
  adapterMissing,
  draftMissing,
  draftSameAsFrom,
  placeholderFrom,
  fromFilesAndName,
  untaggedHfModel,
  pytorchWeights,
  globCharactersInPath,
  peftFolder,
  urlAsFrom,
  unknownParameter,
  deprecatedParameter,
  wrongParameterType,
  parameterOutOfRange,
  notAFiniteNumber,
  duplicateParameter,
  duplicateStop,
  emptyStop,
  stopWithStrayQuotes,
  conflictingSamplers,
  numCtxTooSmall,
  numCtxAboveModel,
  integerLosesPrecision,
  parameterIsInstruction,
  numPredictAboveContext,
  stopReplacesInherited,
  blankStop,
  literalEscapeInStop,
  draftParameterWithoutDraft,
  repeatWindowWithoutPenalty,
  defaultValue,
  stopLookalike,
  stopNotInTemplate,
  stopEndsToolCall,
  invalidRole,
  rolesNotAlternating,
  endsWithUser,
  lateSystemMessage,
  emptyMessage,
  emptySystem,
  blankSystem,
  replacedInstruction,
  systemLongerThanContext,
  templateSyntaxInSystem,
  fileReferenceInValue,
  systemTwice,
  placeholderSystem,
  systemNotInTemplate,
  templateNoSystem,
  missingLicense,
  duplicateLicense,
  licenseNotRecognised,
  invalidRequires,
  requiresTooLow,
  unknownRenderer,
  unknownParser,
  rendererWithoutParser,
  rendererOverridesTemplate,
  instructionTooNew,
  emptyLicense,
  licenseIsAPath,
  secretInValue,
  credentialsInUrl,
  plainHttpRegistry,
  userNameInPath,
  privateAddress,
  bidirectionalControl,
  lowerCaseInstruction,
  instructionOrder,
  longLine,
  indentedInstruction,
  showDumpLeftover,
  missingFinalNewline,
  machineSpecificParameter,
  backslashPath,
  mixedCaseName,
  unknownRuleInPragma,
  unusedPragma,
  malformedPragma,
  pragmaNotAllowed,
  pragmaWithoutReason,
];

const byKey = new Map(rules.flatMap((rule) => [[rule.number as string, rule] as const, [rule.name, rule] as const]));

/** By number or name. */
export function tryFindRule(key: string): Rule | undefined {
  return byKey.get(key);
}
