import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';

type JsonSchema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];

/** Tells the API's description which body a route takes: the very schema that checks it. */
export const TakesBody = (schema: z.ZodType): MethodDecorator =>
  ApiBody({ schema: toOpenApi(schema) });

/** Tells the API's description which query a route takes. */
export function TakesQuery(schema: z.ZodObject): MethodDecorator {
  const fields = Object.entries(schema.shape) as [string, z.ZodType][];
  return applyDecorators(
    ...fields.map(([name, field]) =>
      ApiQuery({ name, required: !field.safeParse(undefined).success, schema: toOpenApi(field) }),
    ),
  );
}

/** A form with one file beside the fields of the schema. */
export function TakesUpload(schema: z.ZodObject): MethodDecorator {
  const fields = toOpenApi(schema) as { properties?: Record<string, JsonSchema> };
  const file: JsonSchema = { type: 'string', format: 'binary', description: 'One .html or .zip' };
  return applyDecorators(
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: { type: 'object', required: ['file'], properties: { file, ...fields.properties } },
    }),
  );
}

function toOpenApi(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    unrepresentable: 'any',
  });
  return described as JsonSchema;
}
