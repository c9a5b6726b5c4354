import { keyViewer } from '../../auth/viewers.ts';
import { results, type WholeResult } from './whole-result.ts';

const EDITOR = keyViewer('editor');

const stored = (settings: Readonly<Record<string, string | null>>, organizationId = 1) => ({
  organizationId,
  settings: Object.entries(settings).map(([name, value]) => ({ name, value })),
});

/** Settings of an organization: what is listed, and every success and typed error of storing and trying them. */
export const SETTING_RESULTS: readonly WholeResult[] = [
  { name: 'settings.all' },
  { name: 'settings.editor', viewer: EDITOR },
  ...results('update-settings', {
    success: stored({
      'collection.cron': '15 3 * * *',
      'connectwise.server': 'na.myconnectwise.net',
      'books.basis': null,
    }),
    'unknown-setting': stored({ 'connectwise.password': 'x' }),
    'not-accepted': stored({ 'collection.months_to_collect': '0' }),
    several: stored({ 'collection.cron': 'nightly', 'collection.time_zone': 'Mars' }),
    'no-key': stored({ 'ninjaone.client_secret': 'x' }),
    'no-organization': stored({ 'books.basis': 'cash' }, 99),
  }),
  { name: 'update-settings.editor', variables: { input: stored({ 'books.basis': 'cash' }) }, viewer: EDITOR },
  ...results('try-vendor', {
    'not-set': { vendor: 'NINJAONE', settings: [] },
    'another-vendor': { vendor: 'MANUAL', settings: [] },
    'not-accepted': { vendor: 'NINJAONE', ...stored({ 'ninjaone.base_url': 'http://ninja.example.com' }) },
    several: { vendor: 'MANUAL', ...stored({ 'ninjaone.base_url': 'http://ninja.example.com' }) },
    'no-organization': { vendor: 'NINJAONE', ...stored({}, 99) },
  }),
];
