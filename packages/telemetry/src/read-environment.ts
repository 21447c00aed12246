/** Of a zod schema. */
export interface EnvironmentSchema<Env> {
  safeParse(
    variables: unknown,
  ):
    | { success: true; data: Env }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

/**
 * Reads a process's environment. A variable that is set to nothing is not set: that is how docker compose passes what nobody gave.
 * @throws Error with one line that names every wrong variable, never its value
 */
export function readEnvironment<Env>(schema: EnvironmentSchema<Env>, variables: NodeJS.ProcessEnv): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if ('data' in parsed) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The environment is not right: ${wrong.join('; ')}`);
}
