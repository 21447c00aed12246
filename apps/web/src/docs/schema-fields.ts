import { z } from 'zod/mini';

export interface SchemaField {
  /** `answer.text`; a list's parts as `sources[].id`. */
  name: string;
  type: string;
  required: boolean;
}

interface JsonSchema {
  type?: string | string[];
  format?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  maxLength?: number;
}

/** The fields of an object schema, read from the schema itself, so that a table of them stays true. */
export function schemaFields(schema: z.ZodMiniObject): SchemaField[] {
  return fieldsOf(z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema, '');
}

function fieldsOf(schema: JsonSchema, prefix: string): SchemaField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    const required = schema.required?.includes(key) ?? false;
    if (property.properties) return fieldsOf(property, `${name}.`);
    const field = { name, type: typeOf(property), required };
    return property.items?.properties ? [field, ...fieldsOf(property.items, `${name}[].`)] : [field];
  });
}

function typeOf({ type, format, items, anyOf, maxLength }: JsonSchema): string {
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ');
  const types = [type ?? 'any'].flat();
  const base = types
    .map((one) => {
      if (one === 'array') return items?.properties ? 'list of objects' : `list of ${typeOf(items ?? {})}s`;
      if (one === 'string' && format === 'uuid') return 'UUID';
      if (one === 'string' && format === 'date-time') return 'ISO time';
      return one;
    })
    .join(' or ');
  return maxLength ? `${base}, at most ${maxLength.toLocaleString('en')} characters` : base;
}
