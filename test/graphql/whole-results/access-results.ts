import { NOBODY } from '#src/auth/viewer.ts';
import { keyViewer } from '../../auth/viewers.ts';
import { ANN } from './people.ts';
import { results, type WholeResult } from './whole-result.ts';

const EDITOR = keyViewer('editor');
const LONG_ADDRESS = `${'x'.repeat(101)}@example.com`;

/** People, sessions, API keys and the audit trail: every query, and every success and typed error of every mutation. */
export const ACCESS_RESULTS: readonly WholeResult[] = [
  { name: 'people.all' },
  { name: 'people.editor', viewer: EDITOR },
  { name: 'sessions.as-one-of-them', viewer: ANN },
  { name: 'sessions.nobody', viewer: NOBODY },
  { name: 'api-keys.all' },
  { name: 'api-keys.editor', viewer: EDITOR },
  { name: 'viewer.person', viewer: ANN },
  ...results('invite-person', {
    success: { email: ' Eve@Example.com ', role: 'VIEWER' },
    again: { email: 'BOB@example.com', role: 'ADMIN' },
    'no-address': { email: 'eve at example', role: 'VIEWER' },
    'long-address': { email: LONG_ADDRESS, role: 'VIEWER' },
  }),
  { name: 'invite-person.editor', variables: { input: { email: 'eve@example.com', role: 'ADMIN' } }, viewer: EDITOR },
  ...results('change-person-role', {
    success: { id: 4, role: 'ADMIN' },
    'last-admin': { id: 1, role: 'EDITOR' },
    unknown: { id: 99, role: 'EDITOR' },
  }),
  ...results('remove-person', { success: { id: 3 }, 'last-admin': { id: 1 }, unknown: { id: 99 } }),
  ...results('revoke-session', { success: { id: 2 }, unknown: { id: 99 } }),
  ...results('create-api-key', {
    success: { name: ' Night report ', role: 'VIEWER', expiresAt: '2027-01-01T00:00:00Z' },
    'without-end': { name: 'Ever', role: 'EDITOR' },
    'no-name': { name: ' ', role: 'VIEWER' },
    'long-name': { name: 'x'.repeat(101), role: 'VIEWER' },
    'ends-in-the-past': { name: 'Night report', role: 'VIEWER', expiresAt: '2026-07-10T13:59:59Z' },
    several: { name: '', role: 'VIEWER', expiresAt: '2026-07-10T14:00:00Z' },
  }),
  ...results('revoke-api-key', { success: { id: 1 }, again: { id: 3 }, unknown: { id: 99 } }),
  { name: 'audit-actions.all' },
  { name: 'audit-entries.first-page', variables: { first: 4 } },
  { name: 'audit-entries.of-a-person', variables: { actor: 'Ann Archer' } },
  {
    name: 'audit-entries.of-a-metric',
    variables: { first: 1, actions: ['metrics.entered'], metric: 'Owner Compensation', period: '2026-Q2' },
  },
  { name: 'audit-entries.unknown-action', variables: { actions: ['metrics.invented'] } },
  { name: 'audit-entries.foreign-cursor', variables: { after: 'nonsense' } },
  { name: 'audit-entries.editor', viewer: EDITOR },
];
