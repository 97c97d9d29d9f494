import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** A way into the server: `GET /api/keys`, `Query me`, `Mutation createUser`. */
export interface Edge {
  edge: string;
  permission: string | null;
  /** Class and method; `fastify` for routes that no controller made. */
  by: string;
}

/** The edges of the built server, read from the running application. */
export function runningEdges(): Edge[] {
  const printed = execFileSync(process.execPath, [join(ROOT, 'scripts/print-edges.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return JSON.parse(printed) as Edge[];
}

/** The committed table: permission by edge. */
export function committedEdges(): Map<string, string> {
  const text = readFileSync(join(ROOT, 'docs/permissions.md'), 'utf8');
  const rows = text.matchAll(/^\| `([^`]+)` \| (\S.*?) \|$/gmu);
  return new Map([...rows].map(([, edge, permission]) => [edge!, permission!]));
}
