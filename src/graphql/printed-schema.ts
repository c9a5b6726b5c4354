import { printSchema } from 'graphql';
import { schema } from './schema.ts';

/** The schema in GraphQL's own language, as it stands in schema.graphql. */
export function printedSchema(): string {
  return `# What is served at /graphql. Written by \`npm run schema:print\`; do not edit.\n\n${printSchema(schema)}\n`;
}
