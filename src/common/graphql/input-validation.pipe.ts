import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { commonErrors } from '../errors/common.errors';

/**
 * Checks inputs and arguments that are declared as classes with class-validator rules; anything else
 * passes. Answers `invalid_request` with one entry per broken rule in `errors`.
 */
export function inputValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    // No whitelist: it would drop members without a rule of their own, and GraphQL's types and the
    // wire schemas have refused unknown ones already.
    forbidUnknownValues: false,
    exceptionFactory: (errors: ValidationError[]) => {
      const problems = flatten(errors, '');
      return commonErrors.invalid_request(
        { detail: `The input is not valid: ${problems.map(({ detail }) => detail).join('; ')}.` },
        { members: { errors: problems } },
      );
    },
  });
}

interface Problem {
  /** JSON pointer into the input. */
  pointer: string;
  detail: string;
}

/** Reports names and rules, never the values: an input may hold a password. */
function flatten(errors: ValidationError[], base: string): Problem[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const pointer = `${base}/${property}`;
    const own = Object.values(constraints ?? {}).map((detail) => ({ pointer, detail }));
    return [...own, ...flatten(children ?? [], pointer)];
  });
}
