import { readFileSync } from 'node:fs';
import { environmentSchema, SECRET_NAMES, type Environment } from './environment.schema';

/** Names under our prefix that are allowed although the server does not read them: client tools do. */
const CLIENT_NAMES = new Set(['COINOP_URL', 'COINOP_API_KEY', 'COINOP_PROFILE']);

/** All that is wrong with the environment, told at once. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The environment is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'EnvironmentError';
  }
}

/**
 * Reads and checks the environment. Empty values count as unset. Throws EnvironmentError naming every
 * bad variable, its value (never a secret's) and what is allowed.
 */
export function loadEnvironment(env: NodeJS.ProcessEnv): Environment {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value !== '') values[name] = value;
    if (name.startsWith('COINOP_') && !CLIENT_NAMES.has(name)) {
      problems.push(`${name} is not a setting of this server; docs/config.md lists all of them`);
    }
  }
  for (const name of SECRET_NAMES) readSecretFile(name, values, problems);
  const parsed = environmentSchema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      const isSecret = (SECRET_NAMES as readonly string[]).includes(name);
      const shown = isSecret ? '(a secret)' : JSON.stringify(values[name]);
      problems.push(`${name} is ${shown}: ${issue.message}`);
    }
  }
  if (problems.length > 0 || !parsed.success) throw new EnvironmentError(problems);
  return Object.freeze(parsed.data);
}

function readSecretFile(name: string, values: Record<string, string>, problems: string[]): void {
  const file = values[`${name}_FILE`];
  if (file === undefined) return;
  if (values[name] !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set: keep one`);
    return;
  }
  try {
    values[name] = readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`${name}_FILE is ${JSON.stringify(file)}: this file cannot be read`);
  }
}
