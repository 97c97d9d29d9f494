import { createReadStream, type ReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of Swagger UI that its page loads; nothing else of the package is served. */
const TYPES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/** Swagger UI comes with @nestjs/swagger and is found from there. */
const FOLDER = dirname(
  createRequire(require.resolve('@nestjs/swagger')).resolve('swagger-ui-dist/package.json'),
);

/** One of the two files, or undefined. */
export function swaggerFile(name: string): { type: string; open: () => ReadStream } | undefined {
  if (!Object.hasOwn(TYPES, name)) return undefined;
  return { type: TYPES[name]!, open: () => createReadStream(join(FOLDER, name)) };
}
