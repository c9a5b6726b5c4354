import { z } from '@hono/zod-openapi';
import { organizationParameter, periodField, presentationField } from '#src/rest/fields.ts';
import { defineFileRoute } from '#src/rest/file-route.ts';
import { DERIVATION_TYPE, exportDerivation } from '#src/service/derivation/derivation.ts';

export const derivationRoute = defineFileRoute({
  path: '/derivation',
  permission: 'metrics:read',
  summary: 'Returns how every value of a period follows from what was collected and entered',
  description:
    'Leaves with their origin, rules with formula texts, and every value as exact fraction, stored decimal and display, under one digest: a document that `ops/verify/verify.py` checks without the program. Its JSON Schema is `docs/derivation.schema.json`.',
  query: z.strictObject({
    period: periodField,
    presentation: presentationField.optional(),
    organization_id: organizationParameter,
  }),
  contentTypes: [DERIVATION_TYPE],
  errors: ['INVALID_PERIOD', 'INVALID_PARAMETER', 'MISSING_FIELD', 'NOT_FOUND', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query, report }) {
    const { name, text } = await exportDerivation(report(query.organization_id), query.period, query.presentation);
    return { name, contentType: DERIVATION_TYPE, body: new TextEncoder().encode(text) };
  },
});
