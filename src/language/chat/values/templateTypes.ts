import {
  anyType,
  defineStruct,
  defineType,
  intType,
  mapOf,
  pointerTo,
  type StructField,
  sliceOf,
  stringType,
} from "../../gotemplate/index.js";
import { imageType, propertyType, textListType } from "./apiTypes.js";
import { jsonStringMethod } from "./methods.js";

/**
 * What Ollama turns messages and tools into before a template sees them (template/template.go, v0.33). Maps
 * lose the request's order here and are walked by name.
 */

export const argumentsType = defineType("template.templateArgs", mapOf(stringType, anyType), {
  methods: [jsonStringMethod("{}")],
});

export const callFunctionType = defineStruct("template.templateToolCallFunction", () => ({
  fields: [
    { name: "Index", type: intType },
    { name: "Name", type: stringType },
    { name: "Arguments", type: argumentsType },
  ],
}));

export const toolCallType = defineStruct("template.templateToolCall", () => ({
  fields: [
    { name: "ID", type: stringType },
    { name: "Function", type: callFunctionType },
  ],
}));

export const messageType = defineStruct("template.templateMessage", () => ({
  fields: [
    { name: "Role", type: stringType },
    { name: "Content", type: stringType },
    { name: "Thinking", type: stringType },
    { name: "Images", type: sliceOf(imageType) },
    { name: "ToolCalls", type: sliceOf(toolCallType) },
    { name: "ToolName", type: stringType },
    { name: "ToolCallID", type: stringType },
  ],
}));

export const messagesType = sliceOf(pointerTo(messageType));

export const parameterMapType = defineType("template.templateProperties", mapOf(stringType, propertyType), {
  methods: [jsonStringMethod("{}")],
});

const itemsField: StructField = { name: "Items", type: anyType, json: { name: "items", omitEmpty: true } };

export const parametersType = defineStruct("template.templateToolFunctionParameters", () => ({
  fields: [
    { name: "Type", type: stringType, json: { name: "type" } },
    { name: "Defs", type: anyType, json: { name: "$defs", omitEmpty: true } },
    itemsField,
    { name: "Required", type: textListType, json: { name: "required", omitEmpty: true } },
    { name: "Properties", type: parameterMapType, json: { name: "properties" } },
  ],
}));

export const toolFunctionType = defineStruct("template.templateToolFunction", () => ({
  fields: [
    { name: "Name", type: stringType, json: { name: "name" } },
    { name: "Description", type: stringType, json: { name: "description" } },
    { name: "Parameters", type: parametersType, json: { name: "parameters" } },
  ],
}));

export const toolType = defineStruct("template.templateTool", () => ({
  fields: [
    { name: "Type", type: stringType, json: { name: "type" } },
    itemsField,
    { name: "Function", type: toolFunctionType, json: { name: "function" } },
  ],
  methods: [jsonStringMethod()],
}));

export const toolsType = defineType("template.templateTools", sliceOf(toolType), {
  methods: [jsonStringMethod()],
});
