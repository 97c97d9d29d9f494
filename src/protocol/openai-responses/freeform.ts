import { stringOf } from '../chat/read-fields';
import { readArguments } from '../chat/tool-arguments';

/** A tool that takes one free text (Codex's apply_patch does), for models that only know objects. */
export const FREEFORM_SCHEMA = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
  additionalProperties: false,
};

export function toFreeformJson(input: unknown): string {
  return JSON.stringify({ input: stringOf(input) ?? '' });
}

/** The free text in a call's arguments; arguments of another shape are given as they are. */
export function freeformInput(json: string): string {
  return stringOf(readArguments(json)['input']) ?? json;
}
